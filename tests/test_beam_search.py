"""Beam search: greedy at width 1, the optimum at exhaustive width, nothing after <end>."""

import itertools
import math

import numpy as np
import pytest

from course_utils.beam_search import Hypothesis, beam_search, extend
from course_utils.tokenizers import END, PAD, START

V, LONGEST = 6, 4
CHOICES = [token for token in range(V) if token not in (PAD, START)]


def toy(seed: int):
    """A small random language model: any prefix has its own distribution."""

    def next_log_probabilities(prefixes):
        rows = []
        for prefix in prefixes:
            random = np.random.default_rng([seed, *prefix, len(prefix)])
            rows.append(np.log(random.dirichlet(np.full(V, 0.4)) + 1e-9))
        return np.array(rows)

    return next_log_probabilities


def every_sentence(model) -> dict[tuple[int, ...], float]:
    """Each finished sentence of at most LONGEST tokens and its log-probability."""
    found = {}
    for length in range(LONGEST):
        for words in itertools.product([c for c in CHOICES if c != END], repeat=length):
            tokens = (*words, END)
            found[tokens] = sum(
                float(model([list(tokens[:place])])[0, token]) for place, token in enumerate(tokens)
            )
    return found


@pytest.mark.parametrize("seed", range(20))
def test_width_one_is_greedy(seed):
    model, tokens, total = toy(seed), [], 0.0
    while len(tokens) < 12 and tokens[-1:] != [END]:
        row = model([tokens])[0]
        row[[PAD, START]] = -np.inf
        tokens.append(int(row.argmax()))
        total += row.max()
    [found] = beam_search(model, 1, max_tokens=12)
    assert list(found.tokens) == tokens and found.log_probability == pytest.approx(total)


@pytest.mark.parametrize("power", [0.0, 0.6, 1.0])
@pytest.mark.parametrize("seed", range(12))
def test_exhaustive_width_finds_the_optimum(seed, power):
    model = toy(seed)
    every = every_sentence(model)
    best = max(every, key=lambda tokens: every[tokens] / len(tokens) ** power)
    found = beam_search(model, V**LONGEST, max_tokens=LONGEST, length_power=power)[0]
    assert found.tokens == best
    assert found.log_probability == pytest.approx(every[best])


def test_a_narrow_beam_can_miss_the_optimum():
    missed = 0
    for seed in range(40):
        best = max(every_sentence(toy(seed)).values())
        missed += beam_search(toy(seed), 1, LONGEST)[0].log_probability < best - 1e-9
    assert 5 < missed < 40


@pytest.mark.parametrize("width", [1, 3, 50])
def test_never_padding_start_or_text_after_the_end(width):
    for seed in range(10):
        for one in beam_search(toy(seed), width, 6):
            assert not {PAD, START} & set(one.tokens)
            assert END not in one.tokens[:-1] and len(one.tokens) <= 6
            assert END not in one.text()


def endless(prefixes):
    return np.tile(np.log([1e-9, 1e-9, 1e-9, 0.6, 0.3, 0.1]), (len(prefixes), 1))


def test_what_never_ends_is_cut():
    found = beam_search(endless, 2, max_tokens=5)
    assert all(len(one.tokens) <= 5 for one in found)
    assert max(found, key=lambda one: one.log_probability).log_probability <= 0


def test_length_normalization_prefers_longer_sentences():
    def model(prefixes):  # ends at once with 0.3, or says 3 (0.7) and then 4, 5, <end> surely
        rows = np.full((len(prefixes), V), 1e-12)
        for row, prefix in enumerate(prefixes):
            after = {(): {END: 0.3, 3: 0.25, 5: 0.2}, (3,): {4: 1.0}, (3, 4): {END: 1.0}}
            for token, p in after.get(tuple(prefix), {END: 1.0}).items():
                rows[row, token] = p
        return np.log(rows)

    assert beam_search(model, 4, 6)[0].tokens == (END,)
    assert beam_search(model, 4, 6, length_power=1.0)[0].tokens == (3, 4, END)


def test_extend_adds_and_keeps_the_best():
    beam = [Hypothesis((7,), math.log(0.5)), Hypothesis((8,), math.log(0.4))]
    rows = np.log(np.array([[0.6, 0.4], [0.9, 0.1]]))
    kept = extend(beam, rows, 3)
    assert [one.tokens for one in kept] == [(8, 0), (7, 0), (7, 1)]
    np.testing.assert_allclose([math.exp(one.log_probability) for one in kept], [0.36, 0.3, 0.2])
    assert extend(beam, np.full((2, 2), -np.inf), 3) == []


def test_impossible_widths_are_refused():
    with pytest.raises(ValueError, match="width is 0 and max_tokens 5"):
        beam_search(endless, 0, 5)


def test_watch_sees_every_step():
    seen = []
    beam_search(toy(1), 3, 4, watch=seen.append)
    assert 1 <= len(seen) <= 4 and all(len(beam) <= 3 for beam in seen)
