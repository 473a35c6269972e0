"""Preferences: against slow loops, hand-made numbers, and what is best where all can be counted."""

import itertools
import math

import pytest
import torch

from course_utils.preferences import (
    answer_log_probabilities,
    best_policy,
    divergence,
    dpo_loss,
    fit_reward,
    preference_loss,
    reinforce_loss,
)
from course_utils.texts.opinions import HELD_OUT, THINGS, compare, opinion_prompts, wanted
from course_utils.texts.tasks import pad_answers

REFERENCE = torch.tensor([0.5, 0.3, 0.15, 0.05], dtype=torch.double).log()
REWARDS = torch.tensor([0.0, 1.0, -1.0, 2.0], dtype=torch.double)


def test_the_loss_of_a_preference_by_hand():
    chosen, rejected = torch.tensor([2.0, 0.0]), torch.tensor([1.0, 3.0])
    slow = [-math.log(1 / (1 + math.exp(r - c))) for c, r in ((2, 1), (0, 3))]
    assert preference_loss(chosen, rejected).item() == pytest.approx(sum(slow) / 2, rel=1e-5)
    far = preference_loss(torch.tensor([-500.0]), torch.tensor([500.0]))
    assert far.item() == pytest.approx(1000)  # and not infinite


def test_a_fitted_reward_finds_the_odds_again():
    """Two answers, one preferred in three of four: the difference of rewards is log 3."""
    chosen, rejected = torch.tensor([0, 0, 0, 1]), torch.tensor([1, 1, 1, 0])
    weights = fit_reward(torch.eye(2).double(), chosen, rejected, penalty=1e-9)
    assert (weights[0] - weights[1]).item() == pytest.approx(math.log(3), abs=1e-3)


def test_what_a_policy_never_does_adds_nothing_to_its_divergence():
    policy, reference = torch.tensor([1.0, 0.0]), torch.tensor([0.5, 0.5])
    assert divergence(policy.log(), reference.log()).item() == pytest.approx(math.log(2))


def objective(log_policy, beta):
    return (log_policy.exp() * REWARDS).sum() - beta * divergence(log_policy, REFERENCE)


@pytest.mark.parametrize("beta", [0.2, 1.0, 5.0])
def test_no_policy_is_better_than_the_best(beta):
    best = best_policy(REFERENCE, REWARDS, beta)
    assert best.exp().sum().item() == pytest.approx(1)
    generator = torch.Generator().manual_seed(0)
    for _ in range(200):
        other = (best + 0.3 * torch.randn(4, generator=generator)).log_softmax(-1)
        assert objective(other, beta) <= objective(best, beta)


def test_a_price_has_to_be_positive():
    with pytest.raises(ValueError, match="beta is 0"):
        best_policy(REFERENCE, REWARDS, 0)


def test_reinforce_points_where_the_objective_does():
    """Over all answers, each as often as the policy gives it, the gradient is the exact one."""
    logits = torch.tensor([0.3, -0.2, 0.5, 0.0], dtype=torch.double, requires_grad=True)
    log_policy, beta = logits.log_softmax(-1), 0.7
    (exact,) = torch.autograd.grad(-objective(log_policy, beta), logits, retain_graph=True)
    paid = (REWARDS - beta * (log_policy - REFERENCE)).detach()
    weighted = log_policy.exp().detach()
    loss = -(weighted * (paid - (weighted * paid).sum()) * log_policy).sum()
    (by_hand,) = torch.autograd.grad(loss, logits, retain_graph=True)
    assert torch.allclose(exact, by_hand)
    many = torch.multinomial(weighted, 200_000, replacement=True,
                             generator=torch.Generator().manual_seed(0))  # fmt: skip
    sampled = reinforce_loss(log_policy[many], REFERENCE[many], REWARDS[many], beta)
    (found,) = torch.autograd.grad(sampled, logits)
    assert torch.allclose(found, exact, atol=0.01)


def test_dpo_is_at_rest_at_the_best_policy():
    """With preferences as Bradley and Terry say, on every pair, the minimum is the optimum."""
    beta = 0.5
    best = best_policy(REFERENCE, REWARDS, beta)
    logits = best.clone().requires_grad_()
    total = 0
    for a, b in itertools.permutations(range(4), 2):
        log_policy = logits.log_softmax(-1)[None]
        loss = dpo_loss(log_policy[:, a], log_policy[:, b], REFERENCE[None, a], REFERENCE[None, b],
                        beta)  # fmt: skip
        total = total + torch.sigmoid(REWARDS[a] - REWARDS[b]) * loss
    (gradient,) = torch.autograd.grad(total, logits)
    assert gradient.abs().max() < 1e-10


def test_log_probabilities_of_answers_leave_the_prompt_out():
    table = torch.randn(400, 400, generator=torch.Generator().manual_seed(0))
    batch = pad_answers([[300, 301], [302]], [[303], [304, 305]])

    def model(tokens):
        return table[tokens]

    slow = []
    for before in ([6, 303, 2], [6, 304, 305, 2]):
        steps = itertools.pairwise(before)
        slow.append(sum(table[a].log_softmax(-1)[b].item() for a, b in steps))
    assert answer_log_probabilities(model, batch).tolist() == pytest.approx(slow, rel=1e-5)


def test_what_people_want():
    texts, tokens = opinion_prompts()
    held_out, _ = opinion_prompts(held_out=True)
    assert len(texts) == len(tokens) == len(wanted()) == 17
    assert [text.split()[1] for text in held_out] == list(HELD_OUT)
    assert {text.split()[1] for text in texts + held_out} == set(sum(THINGS.values(), ()))
    assert set(wanted().unique().tolist()) == {-1.0, 0.0, 1.0}


def test_people_prefer_what_they_want():
    value = wanted()[:2]
    prompt, chosen, rejected = compare(torch.zeros_like(value).log_softmax(-1), value, 2000)
    assert len(prompt) and (value[prompt, chosen] > value[prompt, rejected]).all()
    again = compare(torch.zeros_like(value).log_softmax(-1), value, 2000)
    assert torch.equal(again[1], chosen)
