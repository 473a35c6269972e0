"""The policies of datasets/runs/finetuning.json: REINFORCE and DPO beside the exact optimum.

All of it is about one word at the end of a sentence (opinions.py), so that every number is exact:
divergence, learned reward, true value. Run by `python -m course_utils.runs.finetuning`.

Letters in shapes: N sentences, V words, B comparisons.
"""

import itertools
import time
from collections.abc import Mapping
from itertools import repeat

import torch
from torch import Tensor, nn

from course_utils.models.checkpoints import load_model
from course_utils.models.transformer import GPT
from course_utils.preferences import (
    best_policy,
    divergence,
    dpo_loss,
    fit_reward,
    reinforce_loss,
)
from course_utils.pretrain import STORY_GPT
from course_utils.texts.opinions import compare, opinion_prompts, wanted, word_log_probabilities
from course_utils.training import fit

TRIAL_SEED = 9
COMPARISONS = 300  # pairs that a person is shown
PRICES, PAID = (1.0, 0.3, 0.1, 0.03, 0.01), (1.0, 0.1, 0.01)  # beta: computed, trained
STEPS, RATES = 80, (0.0001, 0.0003, 0.0009)  # of each method
SET_ASIDE = ("tea", "style", "cook", "garden")  # things by which the rates are chosen


def numbers_of(policy: Tensor, reference: Tensor, rewards: Tensor, value: Tensor) -> list[float]:
    """Mean divergence, learned reward and true value of log-probabilities (N, V)."""
    numbers = (
        divergence(policy, reference).mean(),
        (policy.exp() * rewards).sum(1).mean(),
        (policy.exp() * value).sum(1).mean(),
    )
    return [round(float(number), 4) for number in numbers]


@torch.no_grad()
def standing(model: nn.Module, base: nn.Module, rewards: Tensor) -> dict[str, list[float]]:
    """`numbers_of` a model, for the things compared and the held-out ones."""
    found = {}
    for name, held_out in (("compared", False), ("held out", True)):
        _, tokens = opinion_prompts(held_out)
        policy, reference = (word_log_probabilities(m, tokens) for m in (model, base))
        found[name] = numbers_of(policy, reference, rewards, wanted(held_out))
    return found


def policy_of(
    way: str, beta: float, rate: float, seed: int, tokens: Tensor, pairs: Tensor, rewards: Tensor
) -> GPT:
    """A copy of the base that learns from its pay (REINFORCE), or from the pairs (DPO)."""
    model = load_model(STORY_GPT)
    with torch.no_grad():
        reference = word_log_probabilities(model, tokens)
    many, before = tokens.repeat(4, 1), reference.repeat(4, 1)

    def by_sampling(model: nn.Module, _: object) -> Tensor:
        policy = word_log_probabilities(model, many)
        word = torch.multinomial(policy.detach().exp(), 1)  # (4 N, 1)
        told = (policy.gather(1, word)[:, 0], before.gather(1, word)[:, 0])
        return reinforce_loss(*told, rewards[word[:, 0]], beta)

    def by_pairs(model: nn.Module, _: object) -> Tensor:
        policy, (prompt, *words) = word_log_probabilities(model, tokens), pairs
        return dpo_loss(*(t[prompt, word] for t in (policy, reference) for word in words), beta)

    loss = {"REINFORCE": by_sampling, "DPO": by_pairs}[way]
    fit(model, repeat(None), STEPS, rate, loss=loss, weight_decay=0.0, seed=seed, progress=False)
    return model


def learned_rewards(base: GPT, pairs: Tensor) -> Tensor:
    """What a line on the base's vectors makes of the pairs: (V,)."""
    features = base.token_embedding.weight.detach()
    return features @ fit_reward(features, *pairs[1:])


def policy_trial(way: str, rate: float) -> float:
    """What people say of the answers about the things set aside: mean true value over PAID."""
    base, (texts, tokens) = load_model(STORY_GPT), opinion_prompts()
    aside = torch.tensor([text.split()[1] in SET_ASIDE for text in texts])
    with torch.no_grad():
        reference = word_log_probabilities(base, tokens[~aside])
    pairs = compare(reference, wanted()[~aside], COMPARISONS, TRIAL_SEED)
    rewards, values = learned_rewards(base, pairs), []
    for beta in PAID:
        model = policy_of(way, beta, rate, TRIAL_SEED, tokens[~aside], pairs, rewards)
        with torch.no_grad():
            policy = word_log_probabilities(model, tokens[aside])
        values.append((policy.exp() * wanted()[aside]).sum(1).mean().item())
    return sum(values) / len(values)


def policies(seed: int, rates: Mapping[str, float]) -> dict:
    """REINFORCE and DPO from the same comparisons, for each price; and the exact optimum."""
    begin, base, (_, tokens) = time.process_time(), load_model(STORY_GPT), opinion_prompts()
    with torch.no_grad():
        reference = word_log_probabilities(base, tokens)
    pairs = compare(reference, wanted(), COMPARISONS, seed)
    rewards = learned_rewards(base, pairs)
    found: dict = {"comparisons": pairs.shape[1], "base": standing(base, base, rewards)}
    for beta in PRICES:
        best = best_policy(reference, rewards, beta)
        found.setdefault("optimum", {})[f"{beta:g}"] = numbers_of(
            best, reference, rewards, wanted()
        )
    for way, beta in itertools.product(rates, PAID):
        model = policy_of(way, beta, rates[way], seed, tokens, pairs, rewards)
        found.setdefault(way, {})[f"{beta:g}"] = standing(model, base, rewards)
    return {**found, "CPU seconds": round(time.process_time() - begin, 1)}
