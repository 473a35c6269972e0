"""Checks of week5_2_finetuning, each after the course's own version of the exercise."""

import math

import torch
from torch import Tensor, nn

from course_utils.checks import conversations, policies
from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import exercise, expect, expect_close
from course_utils.checks.messages import known, told
from course_utils.checks.tensors import draw
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
    d, log_sigmoid = chosen - rejected, nn.functional.logsigmoid
    p = torch.sigmoid(d)
    right = course_preference(chosen, rejected).item()
    known(
        yours,
        [
            (-right, f"You returned {yours:.4g}: the sign is wrong.",
                     "Can a surprise be negative?"),
            (right * 4, f"You returned {yours:.4g}: the sum over the comparisons.",
                        "Should twice as many comparisons make the loss twice as large?"),
            (course_preference(rejected, chosen).item(),
                f"You returned {yours:.4g}: the loss of the opposite choices.",
                "For which of the two should a higher reward make the loss smaller?"),
            (p.mean().item(), f"You returned {yours:.4g}: the mean probability of the choices.",
                              "What turns a probability into a surprise?"),
            ((1 - p).mean().item(),
                f"You returned {yours:.4g}: the mean probability of the opposite choices.",
                "What turns a probability into a surprise?"),
            (-p.mean().log().item(),
                f"You returned {yours:.4g}: the surprise at the mean probability.",
                "Which comes first, the surprise of each comparison or their mean?"),
            (-nn.functional.logsigmoid(d.mean()).item(),
                f"You returned {yours:.4g}: the surprise at the mean difference.",
                "Which comes first, the surprise of each comparison or their mean?"),
            (-d.mean().item(), f"You returned {yours:.4g}: the mean difference, without a sigmoid.",
                               "What keeps a large difference from being rewarded forever?"),
            (-nn.functional.logsigmoid(chosen).mean().item(),
                f"You returned {yours:.4g}, whatever the other answers are worth.",
                "Is an answer preferred for its reward, or for the difference of two?"),
            (right / math.log(2), f"You returned {yours:.4g}: right, but in bits.", "Which base?"),
            (-right * 4, f"You returned {yours:.4g}: a sum, and with the wrong sign.",
                         "Can a surprise be negative? And a mean over what?"),
            (-(log_sigmoid(chosen) + log_sigmoid(-rejected)).mean().item(),
                f"You returned {yours:.4g}: each answer is judged for itself.",
                "Only the difference of the two rewards counts. Where is it formed?"),
            (-(log_sigmoid(chosen) - log_sigmoid(rejected)).mean().item(),
                f"You returned {yours:.4g}: the sigmoid of each reward, and then their ratio.",
                "Only the difference of the two rewards counts. Where is it formed?"),
            (-log_sigmoid(chosen + rejected).mean().item(),
                f"You returned {yours:.4g}: the two rewards are added.",
                "If both rewards rise by 1, should the choice be less surprising?"),
            ((1 - d).clamp(min=0).mean().item(),
                f"You returned {yours:.4g}: how far each difference is from 1, a hinge.",
                "Bradley and Terry give each choice a probability. Which one?"),
            ((1 - p).square().mean().item(),
                f"You returned {yours:.4g}: squared distances of the probabilities from 1.",
                "What turns a probability into a surprise?"),
            ((-d).exp().mean().item(),
                f"You returned {yours:.4g}: the mean of exp(−difference).",
                "σ(d) is 1 / (1 + exp(−d)). What is minus its logarithm?"),
            (-d.log_softmax(0).mean().item(),
                f"You returned {yours:.4g}: a softmax over the comparisons, as if they competed.",
                "Between how many answers is each choice?"),
        ],
    )  # fmt: skip
    expect_close(
        yours,
        right,
        "For four comparisons you returned {yours}; the mean surprise is {expected} nats.",
        "How likely is each choice, if rewards decide? How surprising is that?",
        tolerance=1e-5,
    )
    overflows = (
        "For differences of −120 and 150 your result is no finite number, but should be 60: in 32 "
        "bits, the sigmoid of −120 is 0, and 1 + exp(120) is infinite.",
        "Which function of torch computes the logarithm of a sigmoid in one step?",
    )
    with told(("Your result is",), *overflows):
        far = float(attempt(torch.tensor([-60.0, 0.0]), torch.tensor([60.0, -150.0])))
    expect(
        math.isclose(far, 60.0, rel_tol=1e-4),
        f"For differences of −120 and 150 you returned {far:.4g} instead of 60.",
        overflows[1],
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
    known(
        yours,
        [
            (-right, f"You returned {yours:.4g}: the sign is wrong.",
                     "Can a surprise be negative?"),
            (right * 3, f"You returned {yours:.4g}: the sum over the comparisons.",
                        "A mean over what?"),
            (loss(beta * (c - r)),
                f"You returned {yours:.4g}: the reference does not enter.",
                "Without the reference, what keeps the policy near the model it came from?"),
            (loss(-beta * gain),
                f"You returned {yours:.4g}: the loss of the opposite choices; the two answers, "
                "or policy and reference, have changed places.",
                "Which answer should the policy give more often than the reference did?"),
            (loss(gain), f"You returned {yours:.4g}: beta does not enter.",
                         "What does a nat of divergence cost?"),
            (loss(gain / beta), f"You returned {yours:.4g}: divided by beta.",
                                "The reward is beta · log(policy / reference). So?"),
            (beta * loss(gain), f"You returned {yours:.4g}: beta stands outside of the sigmoid.",
                                "What is the reward whose difference the sigmoid takes?"),
            (loss(beta * ((c - cb) + (r - rb))),
                f"You returned {yours:.4g}: the two gains are added.",
                "A preference depends on the difference of two rewards. Which two?"),
            (loss(beta * ((c + cb) - (r + rb))),
                f"You returned {yours:.4g}: policy and reference are added, or the two references "
                "have changed places.",
                "What is the logarithm of policy / reference, for each of the two answers?"),
            (loss(beta * (c - cb)),
                f"You returned {yours:.4g}: the rejected answer does not enter.",
                "A preference depends on the difference of two rewards. Which two?"),
            (loss(beta * ((c.exp() / cb.exp()) - (r.exp() / rb.exp()))),
                f"You returned {yours:.4g}: ratios of probabilities, without their logarithm.",
                "What is the logarithm of policy / reference?"),
            (loss(beta * (c / cb - r / rb)),
                f"You returned {yours:.4g}: log-probabilities are divided.",
                "The logarithm of a ratio is what, of two logarithms?"),
            (loss(beta * ((c / cb).log() - (r / rb).log())),
                f"You returned {yours:.4g}: the logarithm was taken twice.",
                "The arguments are logarithms already. What is the logarithm of a ratio?"),
            (loss(beta * (c - cb) - (r - rb)),
                f"You returned {yours:.4g}: beta multiplies the chosen answer's gain only.",
                "The reward of either answer is beta · log(policy / reference). So?"),
            (loss(beta * (c - r) - (cb - rb)),
                f"You returned {yours:.4g}: beta multiplies the policy's part only.",
                "The reward is beta · log(policy / reference). How far does beta reach?"),
            (loss((beta * gain).mean()),
                f"You returned {yours:.4g}: the surprise at the mean difference.",
                "Which comes first, the surprise of each comparison or their mean?"),
            (-right * 3, f"You returned {yours:.4g}: a sum, and with the wrong sign.",
                         "Can a surprise be negative? And a mean over what?"),
            (-beta * gain.mean().item(),
                f"You returned {yours:.4g}: the mean difference of the rewards, without a sigmoid.",
                "What keeps a large difference from being rewarded forever?"),
            ((beta * gain).sigmoid().mean().item(),
                f"You returned {yours:.4g}: the mean probability of the choices.",
                "What turns a probability into a surprise?"),
            (-(beta * gain).sigmoid().mean().item(),
                f"You returned {yours:.4g}: minus the mean probability of the choices.",
                "What turns a probability into a surprise?"),
            (loss(beta * ((c.exp() - cb.exp()) - (r.exp() - rb.exp()))),
                f"You returned {yours:.4g}: differences of probabilities.",
                "The ratio of two probabilities is asked for. What is its logarithm?"),
            (right / math.log(2), f"You returned {yours:.4g}: right, but in bits.", "Which base?"),
        ],
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


@exercise(FINETUNING, reference=reinforce_loss, repeatable=False)
def policy_loss(attempt: Attempt) -> None:
    """Five sampled answers: what the gradient does to the log-probability of each."""
    policies.diagnose_policy_loss(attempt)


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
    known(
        yours,
        [
            (right / T**2, f"You returned {yours:.4g}: the square of the temperature is missing.",
                           "By how much do gradients shrink when both are softened by 2?"),
            (right / T, f"You returned {yours:.4g}: multiplied by T, not by its square.",
                        "T enters the logits of both. How often does a gradient meet it?"),
            (right * 3, f"You returned {yours:.4g}: the sum over three tokens.",
                        "A mean over what?"),
            (-right, f"You returned {yours:.4g}: the sign is wrong.",
                     "Can a surprise be negative?"),
            (T**2 * ce(student, p).item(),
                f"You returned {yours:.4g}: only the teacher was softened.",
                "The same temperature for both: where does the student's go?"),
            (T**2 * ce(student / T, teacher.softmax(-1)).item(),
                f"You returned {yours:.4g}: only the student was softened.",
                "The same temperature for both: where does the teacher's go?"),
            (T**2 * ce(student, teacher.softmax(-1)).item(),
                f"You returned {yours:.4g}: nothing was softened.",
                "What does the temperature do to the logits?"),
            (_soft_loss(teacher, student, T).item(),
                f"You returned {yours:.4g}: teacher and student have changed places.",
                "Whose probabilities say how much each token weighs?"),
            (T**2 * ce(student / T, teacher.argmax(-1)).item(),
                f"You returned {yours:.4g}: only the teacher's likeliest token counts.",
                "What does the teacher know that one token does not say?"),
            (T**2 * (p * (p.log() - q)).sum(-1).mean().item(),
                f"You returned {yours:.4g}: that is the divergence, which is less by the teacher's "
                "own entropy; its gradients are right.",
                "The task asks for the cross-entropy. Which part of your sum does not depend on "
                "the student?"),
            (-T**2 * (p * q).mean().item(),
                f"You returned {yours:.4g}: the mean over the vocabulary too.",
                "Over the V possible tokens, is a cross-entropy a sum or a mean?"),
            (ce(student, teacher.softmax(-1)).item(),
                f"You returned {yours:.4g}: the temperature does not enter.",
                "What does it do to the logits, and what to the whole?"),
            (right / T**4, f"You returned {yours:.4g}: divided by the square of the temperature.",
                           "Softening shrinks the gradients. What makes up for that?"),
            (ce(student, teacher.argmax(-1)).item(),
                f"You returned {yours:.4g}: only the teacher's likeliest token counts, unsoftened.",
                "What does the teacher know that one token does not say?"),
            (T**2 * ce(student / T, teacher / T).item(),
                f"You returned {yours:.4g}: the teacher's logits stand where probabilities belong.",
                "What turns logits into probabilities?"),
            (T**2 * ce(student * T, (teacher * T).softmax(-1)).item(),
                f"You returned {yours:.4g}: the logits are multiplied by T, which sharpens.",
                "Should a high temperature make a distribution flatter or steeper?"),
            (T**2 * ce((student / T).softmax(-1), p).item(),
                f"You returned {yours:.4g}: the student's softmax is taken twice.",
                "What does cross_entropy do first with its first argument?"),
            (T**2 * ce(student / T, (teacher / T).softmax(0)).item(),
                f"You returned {yours:.4g}: the teacher's probabilities sum to 1 over the tokens "
                "of the text, not over the vocabulary.",
                "Which axis of (N, V) is the vocabulary?"),
            (T**2 * ce(student / T, teacher.softmax(-1) / T).item(),
                f"You returned {yours:.4g}: the teacher's probabilities are divided by T.",
                "Is it probabilities or logits that a temperature divides?"),
            (-T**2 * (p * q.exp()).sum(-1).mean().item(),
                f"You returned {yours:.4g}: the student's probabilities, without a logarithm.",
                "What turns a probability into a surprise?"),
            ((p * (p.log() - q)).sum(-1).mean().item(),
                f"You returned {yours:.4g}: the divergence, and without the square of T.",
                "By how much do gradients shrink when both are softened by 2? And is it the "
                "divergence that the task asks for?"),
            (T**2 * (p * (p.log() - q)).mean().item(),
                f"You returned {yours:.4g}: the divergence, in the mean over the vocabulary too.",
                "Over the V possible tokens, is it a sum or a mean? And is it the divergence that "
                "the task asks for?"),
        ],
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
