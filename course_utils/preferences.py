"""Learning from preferences: reward model, REINFORCE with a KL penalty, DPO, and what is best.

Letters in shapes: B comparisons or samples, F features of an answer, V possible answers.

- `preference_loss`: Bradley and Terry 1952, as in Christiano et al. 2017.
- `reinforce_loss`: Williams 1992, with the KL penalty of Ziegler et al. 2019.
- `dpo_loss`: Rafailov et al. 2023.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from course_utils.models.ids import known_ids
from course_utils.threads import set_threads
from course_utils.training import IGNORED, Batch

set_threads()


def preference_loss(chosen: Tensor, rejected: Tensor) -> Tensor:
    """How surprising the choices are, in nats, if rewards decide: (B,), (B,) -> ().

    The exercise of notebooks/week5_2_finetuning.ipynb, section 4 (Bradley and Terry 1952): the
    one with the higher reward is preferred with probability sigmoid(difference).

    >>> round(preference_loss(torch.tensor([2.0]), torch.tensor([0.0])).item(), 3)
    0.127
    """
    return -nn.functional.logsigmoid(chosen - rejected).mean()


def fit_reward(features: Tensor, chosen: Tensor, rejected: Tensor, penalty: float = 0.01) -> Tensor:
    """Built in notebooks/week5_2_finetuning.ipynb, section 4.

    Weights (F,) of a linear reward, `features @ weights`, that explains the comparisons best.

    Args:
        features: (V, F), of every possible answer.
        chosen: (B,) answers that were preferred.
        rejected: (B,) those they were preferred to.
        penalty: on the squares of the weights; above 0, or comparisons that a line can explain
            without exception would ask for an endless reward.

    >>> weights = fit_reward(torch.eye(2), torch.tensor([0]), torch.tensor([1]))
    >>> bool(weights[0] > 0 > weights[1])
    True
    """
    weights = torch.zeros(features.shape[1], dtype=features.dtype, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        rewards = features @ weights
        value = preference_loss(rewards[chosen], rewards[rejected])
        value = value + penalty * weights.square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    return weights.detach()


def divergence(log_policy: Tensor, log_reference: Tensor) -> Tensor:
    """Kullback–Leibler divergence of a policy from its reference, in nats: (…, V) -> (…).

    >>> policy, reference = torch.tensor([0.9, 0.1]), torch.tensor([0.5, 0.5])
    >>> round(divergence(policy.log(), reference.log()).item(), 3)
    0.368
    """
    shares = log_policy.exp()
    terms = shares * (log_policy - log_reference)
    return terms.masked_fill(shares == 0, 0).sum(-1)  # what never happens adds nothing


def best_policy(log_reference: Tensor, rewards: Tensor, beta: float) -> Tensor:
    """Built in notebooks/week5_2_finetuning.ipynb, section 5.

    The policy for which the mean reward, less beta times the divergence from the reference, is
    as large as possible (Rafailov et al. 2023, equation 4): reference · exp(reward / beta), scaled
    to sum to one. Log-probabilities (…, V), rewards (…, V) -> (…, V).

    Raises:
        ValueError: for a beta that is not positive.

    >>> best = best_policy(torch.tensor([0.5, 0.5]).log(), torch.tensor([1.0, 0.0]), 1.0)
    >>> round(best[0].exp().item(), 3)
    0.731
    """
    if beta <= 0:
        raise ValueError(f"beta is {beta}, but the formula divides by it: give one above 0")
    return (log_reference + rewards / beta).log_softmax(-1)


def reinforce_loss(
    log_policy: Tensor, log_reference: Tensor, rewards: Tensor, beta: float
) -> Tensor:
    """The exercise of notebooks/week5_2_finetuning.ipynb, section 5 (Williams 1992).

    A loss whose gradient, over many samples, is that of −(mean reward − beta · divergence).

    Args:
        log_policy: (B,) log-probabilities of answers that the policy gave, with gradient.
        log_reference: (B,) those of the same answers under the reference.
        rewards: (B,).
        beta: price of a nat of divergence.
    """
    paid = rewards - beta * (log_policy - log_reference).detach()
    return -((paid - paid.mean()) * log_policy).mean()  # the mean: less noise, the same direction


def dpo_loss(
    chosen: Tensor, rejected: Tensor, chosen_before: Tensor, rejected_before: Tensor, beta: float
) -> Tensor:
    """Direct preference optimization (Rafailov et al. 2023, equation 7): (B,) × 4 -> ().

    The exercise of notebooks/week5_2_finetuning.ipynb, section 6.

    Args:
        chosen: log-probability of each preferred answer under the policy.
        rejected: the same of the other answer.
        chosen_before: of the preferred answer under the reference.
        rejected_before: the same of the other answer.
        beta: as in `best_policy`.

    >>> zero = torch.zeros(1)
    >>> round(dpo_loss(zero, zero, zero, zero, 0.5).item(), 3)
    0.693
    """
    gain = (chosen - chosen_before) - (rejected - rejected_before)
    return -nn.functional.logsigmoid(beta * gain).mean()


def answer_log_probabilities(model: Callable[[Tensor], Tensor], batch: Batch) -> Tensor:
    """log p of the answers of a batch, whose targets are IGNORED elsewhere: (B,), in nats."""
    inputs, targets = batch
    with known_ids(inputs):
        logits = model(inputs)  # (B, T, V)
    losses = nn.functional.cross_entropy(
        logits.transpose(1, 2), targets, ignore_index=IGNORED, reduction="none"
    )  # (B, T)
    return -losses.sum(1)
