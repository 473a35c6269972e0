"""The record that the attention explorer shows of the course's own models."""

import numpy as np
import pytest
import torch

from course_utils.models.looking import heads_off, watch
from course_utils.models.transformer import GPT, TransformerConfig
from course_utils.widgets.attention_models import record

TOKENS = [1, 20, 21, 33, 7]
NAMES = [f"word {number}" for number in range(40)]


@pytest.fixture
def model() -> GPT:
    torch.manual_seed(0)
    model = GPT(TransformerConfig(40, context=8, width=16, heads=2, layers=3)).eval()
    for weights in model.parameters():
        torch.nn.init.normal_(weights, std=0.4)
    return model


def test_the_record_holds_what_the_model_computes(model):
    shown = record(model, TOKENS, NAMES)
    with torch.no_grad(), watch(model) as seen:
        logits = model(torch.tensor([TOKENS]))[0, -1]
    assert shown.weights.shape == (3, 2, 5, 5)
    for layer in range(3):
        for name in ("weights", "queries", "keys", "values"):
            there = seen[f"blocks.{layer}.attention.{name}"][0]
            np.testing.assert_allclose(getattr(shown, name)[layer], there, atol=1e-6)
    np.testing.assert_allclose(shown.next_probabilities, logits.softmax(-1), atol=1e-6)
    assert list(shown.tokens) == [NAMES[token] for token in TOKENS]


def test_heads_off_and_temperature_reach_the_model_and_leave_it(model):
    before = record(model, TOKENS, NAMES)
    without = record(model, TOKENS, NAMES, [(0, 1)])
    with torch.no_grad(), heads_off(model, [(0, 1)]):
        logits = model(torch.tensor([TOKENS]))[0, -1]
    np.testing.assert_allclose(without.next_probabilities, logits.softmax(-1), atol=1e-6)
    warm = record(model, TOKENS, NAMES, temperature=4.0)
    scores = np.einsum("hqd,hkd->hqk", before.queries[0], before.keys[0]) / 8**0.5 / 4
    expected = np.exp(scores[:, -1]) / np.exp(scores[:, -1]).sum(-1, keepdims=True)
    np.testing.assert_allclose(warm.weights[0, :, -1], expected, atol=1e-5)
    again = record(model, TOKENS, NAMES)
    np.testing.assert_array_equal(again.weights, before.weights)
