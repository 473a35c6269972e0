"""Exact match, BLEU (equal to sacrebleu), alignment error rate, the diagonal, IBM Model 1."""

import random

import numpy as np
import pytest
import sacrebleu

from course_utils.models.ibm import IBMModel1, links_of
from course_utils.parallel.corpus import load_pairs
from course_utils.texts.translation import WordIds
from course_utils.translation_scores import (
    alignment_error_rate,
    corpus_bleu,
    diagonal_links,
    exact_match,
    strongest_links,
)


def damaged(words: list[str], rng: random.Random) -> list[str]:
    """A translation with words lost, doubled, swapped and replaced."""
    words = [word for word in words if rng.random() > 0.15]
    if len(words) > 2 and rng.random() < 0.5:
        place = rng.randrange(len(words) - 1)
        words[place], words[place + 1] = words[place + 1], words[place]
    return [word for word in words for _ in range(1 + (rng.random() < 0.1))]


@pytest.mark.parametrize("seed", range(6))
def test_corpus_bleu_equals_sacrebleu(seed):
    rng = random.Random(seed)
    references = [list(pair.english) for pair in load_pairs("test")[seed * 40 : seed * 40 + 40]]
    hypotheses = [damaged(words, rng) for words in references]
    judge = sacrebleu.corpus_bleu(
        [" ".join(words) for words in hypotheses],
        [[" ".join(words) for words in references]],
        tokenize="none",
        smooth_method="none",
    )
    assert corpus_bleu(hypotheses, references) == pytest.approx(judge.score, abs=1e-9)


def test_bleu_at_its_ends():
    one = [["a", "b", "c", "d", "e"]]
    assert corpus_bleu(one, one) == pytest.approx(100)
    assert corpus_bleu([["a", "b", "c"]], [["a", "b", "c"]]) == 0  # no 4-gram at all
    assert corpus_bleu([[]], one) == 0
    longer = [["a", "b", "c", "d", "e", "f"]]
    assert corpus_bleu(one, longer) == pytest.approx(100 * np.exp(1 - 6 / 5))


def test_exact_match_wants_as_many_references():
    assert exact_match([["a"], ["b"]], [("a",), ("c",)]) == 0.5
    with pytest.raises(ValueError, match="1 hypotheses for 2 references"):
        exact_match([["a"]], [["a"], ["b"]])


def test_alignment_error_rate_by_hand():
    sure, possible = {(0, 0), (1, 2)}, {(0, 0), (1, 2), (0, 1)}
    assert alignment_error_rate({(0, 0), (1, 2)}, sure, possible) == 0
    assert alignment_error_rate({(0, 0), (1, 2), (0, 1)}, sure, possible) == 0
    assert alignment_error_rate({(2, 2)}, sure, possible) == 1
    assert alignment_error_rate({(0, 0), (2, 1)}, sure, possible) == pytest.approx(0.5)
    assert alignment_error_rate(sure, sure, set()) == 0  # sure links are possible too
    with pytest.raises(ValueError, match="nothing to compare"):
        alignment_error_rate([], [], [])


def test_the_diagonal_and_the_strongest():
    assert diagonal_links(3, 3) == {(0, 0), (1, 1), (2, 2)}
    assert diagonal_links(1, 3) == {(0, 0), (0, 1), (0, 2)}
    assert diagonal_links(5, 1) == {(0, 0)}
    assert diagonal_links(5, 3) == {(0, 0), (2, 1), (4, 2)}
    assert strongest_links(np.array([[0.1, 0.9], [0.8, 0.2]])) == {(1, 0), (0, 1)}


def test_em_raises_the_likelihood_and_sums_to_one():
    pairs = load_pairs("train")[:500]
    chinese, english = WordIds(p.chinese for p in pairs), WordIds(p.english for p in pairs)
    ids = [(chinese.encode(p.chinese), english.encode(p.english)) for p in pairs]
    source, target, word = links_of(ids)
    before = -np.inf
    for rounds in range(1, 5):
        table = IBMModel1(ids, len(chinese), len(english), rounds).table
        now = np.log(np.bincount(word, weights=table[source, target])).sum()
        assert now > before
        before = now
        used = table.sum(axis=1)[sorted(set(source.tolist()))]
        np.testing.assert_allclose(used, 1)


def test_ibm_learns_words_and_beats_the_diagonal():
    pairs = load_pairs("train")[:1500]
    chinese, english = WordIds(p.chinese for p in pairs), WordIds(p.english for p in pairs)
    ids = [(chinese.encode(p.chinese), english.encode(p.english)) for p in pairs]
    model = IBMModel1(ids, len(chinese), len(english), 8)
    for word, meaning in (("国王", "king"), ("昨天", "yesterday"), ("因为", "because")):
        best = model.table[chinese.encode([word])[0]].argmax()
        assert english.names[best] == meaning
    rates = {}
    for name, links in {
        "ibm": [model.align(*one) for one in ids[:200]],
        "diagonal": [diagonal_links(len(s), len(t)) for s, t in ids[:200]],
    }.items():
        found, sure, possible = (
            {(n, *link) for n, one in enumerate(part) for link in one}
            for part in (links, [p.sure for p in pairs[:200]], [p.possible for p in pairs[:200]])
        )
        rates[name] = alignment_error_rate(found, sure, possible)
    assert rates["ibm"] < 0.6 * rates["diagonal"]
    assert model.align([], []) == set()
