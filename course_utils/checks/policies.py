"""The debugging lab of week5_2_finetuning: the gradient that a loss gives to sampled answers."""

import itertools
from collections.abc import Callable

import torch
from torch import Tensor

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import expect, expect_close
from course_utils.checks.messages import known
from course_utils.checks.tensors import draw
from course_utils.checks.values import close
from course_utils.preferences import reinforce_loss

Loss = Callable[[Tensor, Tensor, Tensor, float], Tensor]  # policy, reference, rewards, beta

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


def _compared(paid: Tensor) -> Tensor:
    return paid - paid.mean()


def _paying(price: Loss) -> Loss:
    """The right loss, but for what is paid, which is computed without a gradient."""

    def loss(policy: Tensor, *others: object) -> Tensor:
        return -(_compared(price(policy.detach(), *others)) * policy).mean()

    return loss


# In the arguments of these: p policy, q reference, r rewards, b beta.
_MISTAKES: list[tuple[Loss, str, str]] = [
    (
        lambda p, q, r, b: -((r - r.mean() - b * (p - q).detach()) * p).mean(),
        "Only the rewards are compared with their mean, not what is paid: right over many "
        "samples, and noisier.",
        "What is paid for an answer, reward and price together? And its mean?",
    ),
    (
        lambda p, q, r, b: -(_compared(r) * p).mean() + b * (p - q).mean(),
        "The price of divergence stands beside the rewards, and a gradient runs through it: in "
        "the mean over the policy's own samples that gradient is 0.",
        "What is paid for an answer? Where does the price of its divergence belong?",
    ),
    (
        lambda p, q, r, b: -(r * p).mean() + b * (p - q).mean(),
        "Nothing is compared with a mean, and the price of divergence stands beside the rewards.",
        "What is paid for an answer, reward and price together? And its mean?",
    ),
    (
        _paying(lambda p, q, r, b: r),
        "The gradient does not depend on the reference: divergence costs nothing.",
        "Where does beta enter?",
    ),
    (
        _paying(lambda p, q, r, b: r - b * p),
        "The reference does not enter: every likely answer is charged, not what has changed.",
        "What is ln(π / π_ref) of an answer that the policy gives as often as the base?",
    ),
    (
        _paying(lambda p, q, r, b: r - (p - q)),
        "beta does not enter: a nat of divergence always costs 1.",
        "What stands before the logarithm in R(a)?",
    ),
    (
        _paying(lambda p, q, r, b: r - (p - q) / b),
        "The price is divided by beta: the higher beta, the cheaper is divergence.",
        "What does a nat of divergence cost?",
    ),
    (
        _paying(lambda p, q, r, b: b * r - (p - q)),
        "beta multiplies the rewards, not the divergence.",
        "Of the two, which one has the price beta?",
    ),
    (
        _paying(lambda p, q, r, b: r - b * (p.exp() - q.exp())),
        "The price is a difference of probabilities.",
        "R(a) holds the logarithm of a ratio. What is that, from two logarithms?",
    ),
    (
        _paying(lambda p, q, r, b: r - b * p.exp() * (p - q)),
        "The price of each answer is weighted by its probability once more.",
        "The answers are samples of the policy. Which ones are in the mean more often?",
    ),
    (
        lambda p, q, r, b: -(_compared(r - b * (p - q)) * p.detach()).mean(),
        "A gradient runs through what is paid, and none through the log-probability beside it: "
        ".detach() is at the other place.",
        "What is a number, like a reward, and what is to change?",
    ),
    (
        lambda p, q, r, b: -(r - b * (p - q)).mean(),
        "The loss is the mean of what is paid, and the rewards have no effect: no gradient leads "
        "from them to the policy.",
        "In the formula of ∇J, what is multiplied by what was paid?",
    ),
    (
        lambda p, q, r, b: -(_compared(r - b * (p - q).detach()) * p.exp()).mean(),
        "Probabilities are weighted by what was paid, not their logarithms.",
        "In the formula of ∇J, of what is the gradient taken?",
    ),
]


def _gradient(loss: Callable[..., Tensor], policy: Tensor, *others: object) -> Tensor:
    leaf = policy.clone().requires_grad_()
    (found,) = torch.autograd.grad(loss(leaf, *others), leaf)
    return found


def diagnose_policy_loss(attempt: Attempt) -> None:
    """Five sampled answers: what the gradient does to the log-probability of each."""
    policy, reference = -draw(5, seed=1).abs() - 0.3, -draw(5, seed=2).abs() - 0.3
    others = reference, 1 + draw(5, seed=3), 0.6  # with the rewards and beta
    loss = attempt(policy.clone().requires_grad_(), *others)
    expect(
        isinstance(loss, Tensor) and loss.shape == () and loss.requires_grad,
        "Your loss has no gradient: nothing in the policy would change.",
        "What was detached: what is paid, or the policy's own log-probability too?",
    )
    yours = _gradient(attempt.learner, policy, *others)
    right = _gradient(reinforce_loss, policy, *others)
    if close(yours, right * 5 / 4):
        return  # each answer compared with the mean of the others: as good, and without bias
    for number in range(1, 4):
        for bugs in itertools.combinations(_BUGS, number):
            planted = frozenset(bugs)
            wrong = _gradient(lambda *given, b=planted: _lab_loss(*given, bugs=b), policy, *others)
            if close(yours, wrong) and not close(yours, right):
                says, asks = _BUGS[bugs[0]]
                more = f" ({number - 1} more to find after that.)" if number > 1 else ""
                raise Gap(f"The gradient begins with {yours[0]:.4g}: {says}{more}", asks)
    known(yours, [(right * 5, "Your loss is a sum over the samples.", "A mean over what?")])
    known(yours, [(_gradient(loss, policy, *others), *words) for loss, *words in _MISTAKES])
    times = ((yours @ right) / (right @ right)).item()
    if times > 0 and not close(yours, right):
        expect(
            not close(yours, times * right),
            f"The direction is right, but the gradient is {times:.3g} times as long.",
            "What multiplies or divides the whole, beside 1 / B?",
        )
    expect_close(
        yours,
        right,
        "The gradient for answer {index} is {yours}; it should be {expected}.",
        "It is −(what is paid − the mean) / B. What is paid for each answer?",
        tolerance=1e-5,
    )
