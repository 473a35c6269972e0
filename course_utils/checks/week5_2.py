"""Checks of week5_2_finetuning, each after the course's own version of the exercise."""

import itertools
import math
from collections.abc import Callable

import torch
from torch import Tensor, nn

from course_utils.checks import conversations
from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.causal import close, draw, known
from course_utils.checks.exercise import exercise, expect, expect_close
from course_utils.checks.messages import known_mistake
from course_utils.preferences import dpo_loss as course_dpo
from course_utils.preferences import preference_loss as course_preference
from course_utils.preferences import reinforce_loss

FINETUNING = "week5_2_finetuning"


@exercise(FINETUNING, reference=conversations.answer_targets_of)
def answer_targets(attempt: Attempt) -> None:
    """A conversation of four turns, then one of two, then a question without an answer."""
    conversations.diagnose_targets(attempt)


# ---- Preferences ----


@exercise(FINETUNING, reference=course_preference)
def preference_loss(attempt: Attempt) -> None:
    """Four comparisons, then one with a difference that overflows a plain exponential."""
    chosen, rejected = torch.tensor([1.5, 0.2, -1.0, 0.7]), torch.tensor([0.3, 0.9, -1.2, -2.0])
    yours = float(attempt(chosen, rejected))
    d = chosen - rejected
    p = torch.sigmoid(d)
    right = course_preference(chosen, rejected).item()
    known_mistake(
        yours,
        {
            -right: (f"You returned {yours:.4g}: the sign is wrong.",
                     "Can a surprise be negative?"),
            right * 4: (f"You returned {yours:.4g}: the sum over the comparisons.",
                        "Should twice as many comparisons make the loss twice as large?"),
            course_preference(rejected, chosen).item(): (
                f"You returned {yours:.4g}: the loss of the opposite choices.",
                "For which of the two should a higher reward make the loss smaller?"),
            p.mean().item(): (f"You returned {yours:.4g}: the mean probability of the choices.",
                              "What turns a probability into a surprise?"),
            (1 - p).mean().item(): (
                f"You returned {yours:.4g}: the mean probability of the opposite choices.",
                "What turns a probability into a surprise?"),
            -p.mean().log().item(): (
                f"You returned {yours:.4g}: the surprise at the mean probability.",
                "Which comes first, the surprise of each comparison or their mean?"),
            -nn.functional.logsigmoid(d.mean()).item(): (
                f"You returned {yours:.4g}: the surprise at the mean difference.",
                "Which comes first, the surprise of each comparison or their mean?"),
            -d.mean().item(): (f"You returned {yours:.4g}: the mean difference, without a sigmoid.",
                               "What keeps a large difference from being rewarded for ever?"),
            -nn.functional.logsigmoid(chosen).mean().item(): (
                f"You returned {yours:.4g}, whatever the other answers are worth.",
                "Is an answer preferred for its reward, or for the difference of two?"),
            right / math.log(2): (f"You returned {yours:.4g}: right, but in bits.", "Which base?"),
        },
    )  # fmt: skip
    expect_close(
        yours,
        right,
        "For four comparisons you returned {yours}; the mean surprise is {expected} nats.",
        "How likely is each choice, if rewards decide? How surprising is that?",
        tolerance=1e-5,
    )
    far = float(attempt.learner(torch.tensor([-60.0, 0.0]), torch.tensor([60.0, -150.0])))
    expect(
        math.isclose(far, 60.0, rel_tol=1e-4),
        f"For differences of −120 and 150 you returned {far:.4g} instead of 60: in 32 bits, the "
        "sigmoid of −120 is 0, and 1 + exp(120) is infinite.",
        "Which function of torch computes the logarithm of a sigmoid in one step?",
    )


@exercise(FINETUNING, reference=course_dpo)
def dpo_loss(attempt: Attempt) -> None:
    """Three comparisons, log-probabilities before and after."""
    c, r = torch.tensor([-1.0, -2.5, -0.5]), torch.tensor([-1.8, -2.0, -3.0])
    cb, rb = torch.tensor([-1.4, -2.2, -1.1]), torch.tensor([-1.2, -2.6, -2.9])
    beta = 0.4
    yours = float(attempt(c, r, cb, rb, beta))
    gain = (c - cb) - (r - rb)

    def loss(x: Tensor) -> float:
        return -nn.functional.logsigmoid(x).mean().item()

    right = loss(beta * gain)
    known_mistake(
        yours,
        {
            -right: (f"You returned {yours:.4g}: the sign is wrong.",
                     "Can a surprise be negative?"),
            right * 3: (f"You returned {yours:.4g}: the sum over the comparisons.",
                        "A mean over what?"),
            loss(beta * (c - r)): (
                f"You returned {yours:.4g}: the reference does not enter.",
                "Without the reference, what keeps the policy near the model it came from?"),
            loss(-beta * gain): (
                f"You returned {yours:.4g}: the loss of the opposite choices; the two answers, "
                "or policy and reference, have changed places.",
                "Which answer should the policy give more often than the reference did?"),
            loss(gain): (f"You returned {yours:.4g}: beta does not enter.",
                         "What does a nat of divergence cost?"),
            loss(gain / beta): (f"You returned {yours:.4g}: divided by beta.",
                                "The reward is beta · log(policy / reference). So?"),
            beta * loss(gain): (f"You returned {yours:.4g}: beta stands outside of the sigmoid.",
                                "What is the reward whose difference the sigmoid takes?"),
            loss(beta * ((c - cb) + (r - rb))): (
                f"You returned {yours:.4g}: the two gains are added.",
                "A preference depends on the difference of two rewards. Which two?"),
            loss(beta * ((c + cb) - (r + rb))): (
                f"You returned {yours:.4g}: policy and reference are added, or the two references "
                "have changed places.",
                "What is the logarithm of policy / reference, for each of the two answers?"),
            loss(beta * (c - cb)): (
                f"You returned {yours:.4g}: the rejected answer does not enter.",
                "A preference depends on the difference of two rewards. Which two?"),
            loss(beta * ((c.exp() / cb.exp()) - (r.exp() / rb.exp()))): (
                f"You returned {yours:.4g}: ratios of probabilities, without their logarithm.",
                "What is the logarithm of policy / reference?"),
        },
    )  # fmt: skip
    expect_close(
        yours,
        right,
        "For three comparisons you returned {yours}; the loss is {expected}.",
        "The reward of an answer is beta · (log policy − log reference). What is the loss of a "
        "preference, given two rewards?",
        tolerance=1e-5,
    )


# ---- The debugging lab ----

_BUGS = {
    "wrong sign": (
        "divergence from the reference is paid for, not charged.",
        "If the policy gives an answer more often than the reference did, should that raise or "
        "lower what it gets?",
    ),
    "ascends": (
        "the loss falls where rewards fall: the sign of the whole is wrong.",
        "fit makes a loss smaller. What is to become larger?",
    ),
    "not detached": (
        "a gradient runs through what is paid.",
        "What is paid for an answer is a number, like a reward. Which call cuts a gradient off?",
    ),
    "no baseline": (
        "what is paid is not compared with the mean.",
        "If every answer gets 5, should every sampled answer become more likely?",
    ),
}


def _lab_loss(
    policy: Tensor, reference: Tensor, rewards: Tensor, beta: float, bugs: frozenset[str]
) -> Tensor:
    sign = 1 if "wrong sign" in bugs else -1
    ratio = policy - reference
    paid = rewards + sign * beta * (ratio if "not detached" in bugs else ratio.detach())
    paid = paid if "no baseline" in bugs else paid - paid.mean()
    return (1 if "ascends" in bugs else -1) * (paid * policy).mean()


def _price_beside(policy: Tensor, reference: Tensor, rewards: Tensor, beta: float) -> Tensor:
    """The divergence as a term of the loss, of which only the sampled log-ratio is known."""
    return -((rewards - rewards.mean()) * policy).mean() + beta * (policy - reference).mean()


def _rewards_compared(policy: Tensor, reference: Tensor, rewards: Tensor, beta: float) -> Tensor:
    """The mean is taken off the rewards, and the price is paid afterwards."""
    paid = rewards - rewards.mean() - beta * (policy - reference).detach()
    return -(paid * policy).mean()


def _gradient(loss: Callable[..., Tensor], policy: Tensor, *others: object) -> Tensor:
    leaf = policy.clone().requires_grad_()
    (found,) = torch.autograd.grad(loss(leaf, *others), leaf)
    return found


@exercise(FINETUNING, reference=reinforce_loss, repeatable=False)
def policy_loss(attempt: Attempt) -> None:
    """Five sampled answers: what the gradient does to the log-probability of each."""
    policy, reference = -draw(5, seed=1).abs() - 0.3, -draw(5, seed=2).abs() - 0.3
    rewards, beta = 1 + draw(5, seed=3), 0.6
    leaf = policy.clone().requires_grad_()
    loss = attempt(leaf, reference, rewards, beta)
    expect(
        isinstance(loss, Tensor) and loss.shape == () and loss.requires_grad,
        "Your loss has no gradient: nothing in the policy would change.",
        "What was detached: what is paid, or the policy's own log-probability too?",
    )
    yours = _gradient(attempt.learner, policy, reference, rewards, beta)
    right = _gradient(reinforce_loss, policy, reference, rewards, beta)
    if close(yours, right * 5 / 4):
        return  # each answer compared with the mean of the others: as good, and without bias
    for number in range(1, 4):
        for bugs in itertools.combinations(_BUGS, number):
            planted = frozenset(bugs)
            wrong = _gradient(
                lambda *given, b=planted: _lab_loss(*given, bugs=b), policy, reference, rewards,
                beta,
            )  # fmt: skip
            if close(yours, wrong) and not close(yours, right):
                says, asks = _BUGS[bugs[0]]
                more = f" ({number - 1} more to find after that.)" if number > 1 else ""
                raise Gap(f"The gradient begins with {yours[0]:.4g}: {says}{more}", asks)
    known(
        yours,
        [
            (right * 5, "Your loss is a sum over the samples.", "A mean over what?"),
            (
                _gradient(_rewards_compared, policy, reference, rewards, beta),
                "Only the rewards are compared with their mean, not what is paid: right over many "
                "samples, and noisier.",
                "What is paid for an answer, reward and price together? And its mean?",
            ),
            (
                _gradient(_price_beside, policy, reference, rewards, beta),
                "The price of divergence stands beside the rewards, and a gradient runs through "
                "it: in the mean over the policy's own samples that gradient is 0.",
                "What is paid for an answer? Where does the price of its divergence belong?",
            ),
            (
                _gradient(lambda p: -((rewards - rewards.mean()) * p).mean(), policy),
                "The gradient does not depend on the reference: divergence costs nothing.",
                "Where does beta enter?",
            ),
        ],
    )
    expect_close(
        yours,
        right,
        "The gradient for answer {index} is {yours}; it should be {expected}.",
        "It is −(what is paid − the mean) / B. What is paid for each answer?",
        tolerance=1e-5,
    )


# ---- Distillation ----


def _soft_loss(student: Tensor, teacher: Tensor, temperature: float) -> Tensor:
    soft = (teacher / temperature).softmax(-1)
    return temperature**2 * nn.functional.cross_entropy(student / temperature, soft)


@exercise(FINETUNING, reference=_soft_loss)
def soft_loss(attempt: Attempt) -> None:
    """Three tokens of a vocabulary of five, at two temperatures."""
    student, teacher, T = 2 * draw(3, 5, seed=1), 2 * draw(3, 5, seed=2), 2.0
    yours = float(attempt(student, teacher, T))
    right = _soft_loss(student, teacher, T).item()
    p, q = (teacher / T).softmax(-1), (student / T).log_softmax(-1)
    ce = nn.functional.cross_entropy
    known_mistake(
        yours,
        {
            right / T**2: (f"You returned {yours:.4g}: the square of the temperature is missing.",
                           "By how much do gradients shrink when both are softened by 2?"),
            right / T: (f"You returned {yours:.4g}: multiplied by T, not by its square.",
                        "T enters the logits of both. How often does a gradient meet it?"),
            right * 3: (f"You returned {yours:.4g}: the sum over three tokens.",
                        "A mean over what?"),
            -right: (f"You returned {yours:.4g}: the sign is wrong.",
                     "Can a surprise be negative?"),
            T**2 * ce(student, p).item(): (
                f"You returned {yours:.4g}: only the teacher was softened.",
                "The same temperature for both: where does the student's go?"),
            T**2 * ce(student / T, teacher.softmax(-1)).item(): (
                f"You returned {yours:.4g}: only the student was softened.",
                "The same temperature for both: where does the teacher's go?"),
            T**2 * ce(student, teacher.softmax(-1)).item(): (
                f"You returned {yours:.4g}: nothing was softened.",
                "What does the temperature do to the logits?"),
            _soft_loss(teacher, student, T).item(): (
                f"You returned {yours:.4g}: teacher and student have changed places.",
                "Whose probabilities say how much each token weighs?"),
            T**2 * ce(student / T, teacher.argmax(-1)).item(): (
                f"You returned {yours:.4g}: only the teacher's likeliest token counts.",
                "What does the teacher know that one token does not say?"),
            T**2 * (p * (p.log() - q)).sum(-1).mean().item(): (
                f"You returned {yours:.4g}: that is the divergence, which is less by the teacher's "
                "own entropy; its gradients are right.",
                "The task asks for the cross-entropy. Which part of your sum does not depend on "
                "the student?"),
            -T**2 * (p * q).mean().item(): (
                f"You returned {yours:.4g}: the mean over the vocabulary too.",
                "Over the V possible tokens, is a cross-entropy a sum or a mean?"),
        },
    )  # fmt: skip
    expect_close(
        yours,
        right,
        "For three tokens at temperature 2 you returned {yours}; it should be {expected}.",
        "Which of the two distributions weighs, and which one is surprised?",
        tolerance=1e-5,
    )
    expect_close(
        float(attempt(student, teacher, 1.0)),
        _soft_loss(student, teacher, 1.0).item(),
        "At temperature 1 you returned {yours} instead of {expected}.",
        "Does your temperature come from the arguments?",
        tolerance=1e-5,
    )
