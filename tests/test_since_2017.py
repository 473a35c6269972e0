"""What has changed since 2017, against PyTorch and transformers, and token by token."""

import pytest
import torch
import transformers
from torch import nn
from transformers.models.llama.modeling_llama import LlamaMLP

from course_utils.models.since_2017 import (
    MixtureOfExperts,
    SwiGLU,
    grouped_attention,
    orthogonalized,
    rms_norm,
)


@pytest.fixture(autouse=True)
def seed():
    torch.manual_seed(0)


def test_rms_norm_equals_pytorch():
    x, gain = torch.randn(2, 5, 8, dtype=torch.float64), torch.randn(8, dtype=torch.float64)
    theirs = nn.RMSNorm(8, eps=1e-6).double()
    theirs.weight.data.copy_(gain)
    torch.testing.assert_close(rms_norm(x, gain), theirs(x), rtol=0, atol=1e-12)


def test_swiglu_equals_llama():
    ours = SwiGLU(12, inner=20)
    theirs = LlamaMLP(
        transformers.LlamaConfig(hidden_size=12, intermediate_size=20, num_attention_heads=2)
    )
    for name, part in {"gate": "gate_proj", "widen": "up_proj", "output": "down_proj"}.items():
        getattr(ours, name).load_state_dict(getattr(theirs, part).state_dict())
    x = torch.randn(2, 5, 12)
    torch.testing.assert_close(ours(x), theirs(x))


@pytest.mark.parametrize("groups", [1, 2, 6])
def test_grouped_attention_equals_pytorch(groups):
    q, k, v = (torch.randn(2, h, 7, 4, dtype=torch.float64) for h in (6, groups, groups))
    theirs = nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
    torch.testing.assert_close(grouped_attention(q, k, v), theirs, rtol=0, atol=1e-12)


def test_a_mixture_of_experts_is_a_weighted_sum_token_by_token():
    mixture, x = MixtureOfExperts(8, experts=4, chosen=2).double(), torch.randn(2, 5, 8).double()
    y = mixture(x)
    for b, t in ((0, 0), (1, 3)):
        scores = mixture.router(x[b, t])
        best = scores.argsort(descending=True)[:2]
        shares = scores[best].softmax(0)
        pairs = zip(shares, best.tolist(), strict=True)
        expected = sum(share * mixture.experts[number](x[b, t]) for share, number in pairs)
        torch.testing.assert_close(y[b, t], expected)
    y.sum().backward()
    assert mixture.router.weight.grad.abs().sum() > 0  # the router learns through the shares


@pytest.mark.parametrize("shape", [(24, 24), (12, 40)])
def test_a_step_of_muon_equals_pytorch(shape):
    weights, gradient = nn.Parameter(torch.randn(shape)), torch.randn(shape)
    before, rate, decay = weights.detach().clone(), 0.1, 0.2
    optimizer = torch.optim.Muon([weights], lr=rate, weight_decay=decay)
    weights.grad = gradient.clone()
    optimizer.step()
    scale = max(1, shape[0] / shape[1]) ** 0.5
    ours = (1 - rate * decay) * before - rate * scale * orthogonalized(gradient)
    torch.testing.assert_close(ours, weights.detach(), rtol=0, atol=0.002)  # theirs: bfloat16
    assert (ours - before).abs().max() > 0.02


def test_orthogonalized_brings_singular_values_near_one():
    left, right = (torch.linalg.qr(torch.randn(16, 16))[0] for _ in range(2))
    matrix = left @ torch.diag(torch.logspace(0, -1.5, 16)) @ right
    found = torch.linalg.svdvals(orthogonalized(matrix))
    assert found.min() > 0.6 and found.max() < 1.25
    torch.testing.assert_close(orthogonalized(7 * matrix), orthogonalized(matrix))
