"""What is kept of a distribution, and writing with a cache: the same text, sooner."""

from functools import partial

import numpy as np
import pytest
import torch
import transformers
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.fast_generation import cached_distribution
from course_utils.generation import apply_temperature, filtered, nucleus, sample, top_k
from course_utils.models.transformer import GPT, TransformerConfig

WEIGHTS = st.lists(st.integers(0, 9), min_size=1, max_size=12).filter(any)


def distribution(weights: list[int]) -> np.ndarray:
    return np.array(weights) / sum(weights)


@settings(deadline=None)
@given(WEIGHTS, st.integers(1, 14))
def test_top_k_against_a_slow_loop(weights, k):
    p = distribution(weights)
    order = sorted(range(len(p)), key=lambda token: (-p[token], token))[:k]
    slow = [p[token] if token in order else 0 for token in range(len(p))]
    np.testing.assert_allclose(top_k(p, k), np.array(slow) / sum(slow))


@settings(deadline=None)
@given(WEIGHTS, st.sampled_from([0.05, 0.33, 0.5, 0.77, 0.9, 1.0]))
def test_nucleus_against_a_slow_loop(weights, share):
    p = distribution(weights)
    kept, total = [], 0.0
    for token in sorted(range(len(p)), key=lambda token: (-p[token], token)):
        if total < share - 1e-12:
            kept.append(token)
            total += p[token]
    answer = nucleus(p, share)
    assert answer.sum() == pytest.approx(1)
    # A sum that meets the share exactly may round to either side: then one token more is right.
    extra = [token for token in np.flatnonzero(answer) if token not in kept]
    assert len(extra) <= 1 and (not extra or total == pytest.approx(share))
    for token in kept:
        assert p[token] == 0 or answer[token] > 0


def test_transformers_keep_the_same_tokens():
    random = np.random.default_rng(0)
    for _ in range(20):
        p = random.dirichlet(np.full(30, 0.3))
        scores = torch.from_numpy(np.log(p))[None]
        for share in (0.1, 0.5, 0.9, 0.95):
            theirs = transformers.TopPLogitsWarper(top_p=share)(None, scores).softmax(-1)[0].numpy()
            np.testing.assert_allclose(nucleus(p, share), theirs, atol=1e-12)
        for k in (1, 3, 29, 40):
            theirs = transformers.TopKLogitsWarper(top_k=k)(None, scores).softmax(-1)[0].numpy()
            np.testing.assert_allclose(top_k(p, k), theirs, atol=1e-12)


def test_impossible_settings_are_refused():
    with pytest.raises(ValueError, match="k is 0"):
        top_k(np.array([1.0]), 0)
    for share in (0, 1.1):
        with pytest.raises(ValueError, match="share is"):
            nucleus(np.array([1.0]), share)


def test_changes_are_applied_in_order():
    p = np.array([0.5, 0.3, 0.2])
    flat, keep = partial(apply_temperature, temperature=4), partial(nucleus, share=0.75)
    flat_first = filtered(lambda _: p, flat, keep)([])
    np.testing.assert_allclose(flat_first, keep(flat(p)))
    assert not np.allclose(flat_first, filtered(lambda _: p, keep, flat)([]))
    np.testing.assert_array_equal(filtered(lambda _: p)([]), p)


# ---- The cache ----


@pytest.fixture
def model():
    torch.manual_seed(0)
    return GPT(TransformerConfig(60, context=24, width=16, heads=2, layers=2)).eval()


@pytest.mark.parametrize("beginning", [[], [40, 41, 42, 43]])
def test_cached_writing_gives_the_same_tokens(model, beginning):
    for seed in range(3):
        plain = sample(model.distribution, beginning, max_tokens=18, seed=seed)
        cached = sample(cached_distribution(model), beginning, max_tokens=18, seed=seed)
        assert cached == plain and len(plain) > len(beginning)


def test_beyond_the_context_the_window_moves_with_and_without_a_cache(model):
    cached = cached_distribution(model)
    text = [30 + i % 25 for i in range(40)]
    for end in range(len(text)):
        np.testing.assert_allclose(
            cached(text[:end]), model.distribution(text[:end]), rtol=1e-4, atol=1e-9
        )


def test_another_text_is_read_anew_and_the_same_one_again(model):
    cached = cached_distribution(model)
    for context in ([40, 41], [40, 41], [50, 41, 42], [50], [50, 41, 42, 43, 44], []):
        np.testing.assert_allclose(cached(context), model.distribution(context), rtol=1e-4)


def test_only_new_tokens_are_read(model, monkeypatch):
    lengths, forward = [], GPT.forward

    def counted(self, tokens, past=None):
        lengths.append(tokens.shape[1])
        return forward(self, tokens, past)

    monkeypatch.setattr(GPT, "forward", counted)
    cached = cached_distribution(model)
    for context in ([40, 41, 42], [40, 41, 42, 43], [40, 41, 42, 43, 44, 45]):
        cached(context)
    assert lengths == [4, 1, 2]
