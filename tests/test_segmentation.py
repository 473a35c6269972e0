"""Cutting with a given vocabulary: by hand, by brute force, and against `tokenizers`."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import models

from course_utils.segmentation import (
    backward_matching,
    best_segmentation,
    forward_matching,
    longest_match,
    pair_scores,
)

BRIDGE = {"南京", "南京市", "市长", "长江", "大桥", "长江大桥", "江大桥"}
PATIENT = settings(deadline=None)  # a busy machine is no reason to fail
WORDS = st.text("abc", max_size=10)
VOCABULARY = st.sets(st.text("abc", min_size=1, max_size=4), max_size=12)


# ---- Maximum matching ----


def test_the_bridge_and_the_mayor():
    assert forward_matching("南京市长江大桥", BRIDGE) == ["南京市", "长江大桥"]
    assert backward_matching("南京市长江大桥", BRIDGE) == ["南京市", "长江大桥"]
    without = BRIDGE - {"南京市", "长江大桥"}
    assert forward_matching("南京市长江大桥", without) == ["南京", "市长", "江大桥"]
    assert backward_matching("南京市长江大桥", without) == ["南京", "市长", "江大桥"]


@pytest.mark.parametrize("match", [forward_matching, backward_matching])
def test_unknown_characters_and_empty_text(match):
    assert match("", BRIDGE) == []
    assert match("ab", {""}) == ["a", "b"]  # and it ends
    assert match("我爱", BRIDGE) == match("我爱", set()) == ["我", "爱"]
    assert match("我在南京", BRIDGE) == ["我", "在", "南京"]


@PATIENT
@given(WORDS, VOCABULARY)
def test_backward_is_forward_in_a_mirror(text, dictionary):
    mirrored = forward_matching(text[::-1], {word[::-1] for word in dictionary})
    assert backward_matching(text, dictionary) == [word[::-1] for word in mirrored][::-1]


@PATIENT
@given(WORDS, VOCABULARY)
def test_each_word_is_the_longest_from_the_left(text, dictionary):
    words = forward_matching(text, dictionary)
    assert "".join(words) == text
    start = 0
    for word in words:
        fits = [known for known in dictionary if text.startswith(known, start)]
        assert word == max([*fits, text[start]], key=len)
        start += len(word)


# ---- WordPiece ----


def test_scores_by_hand():
    scores = pair_scores({("h", "##u", "##g"): 2, ("b", "##u", "##g"): 1, ("b", "##u", "##n"): 3})
    assert scores[("##u", "##g")] == 3 / (6 * 3)
    assert scores[("h", "##u")] == 2 / (2 * 6)
    assert scores[("##u", "##n")] == 3 / (6 * 3)
    assert set(scores) == {("h", "##u"), ("b", "##u"), ("##u", "##g"), ("##u", "##n")}


@PATIENT
@given(st.text("abc", min_size=1, max_size=10), VOCABULARY, VOCABULARY)
def test_longest_match_is_that_of_the_judge(word, first, inside):
    vocabulary = first | {f"##{piece}" for piece in inside}
    ids = {name: index for index, name in enumerate(["<unk>", *sorted(vocabulary)])}
    judge = models.WordPiece(ids, unk_token="<unk>")
    assert longest_match(word, vocabulary) == [token.value for token in judge.tokenize(word)]


def test_a_word_that_cannot_be_cut_is_unknown_as_a_whole():
    assert longest_match("abz", {"ab", "a"}) == ["<unk>"]
    assert longest_match("z", {"ab"}, unknown="?") == ["?"]
    assert longest_match("", {"ab"}) == []


# ---- Unigram ----


def every_cut(text: str) -> list[list[str]]:
    """All 2^(n−1) ways to cut a text of n characters."""
    cuts = []
    for marks in itertools.product([False, True], repeat=max(len(text) - 1, 0)):
        ends = [*(i for i, mark in enumerate(marks, start=1) if mark), len(text)]
        cuts.append([text[a:b] for a, b in zip([0, *ends], ends, strict=False)])
    return cuts


@PATIENT
@given(st.text("abc", min_size=1, max_size=8), VOCABULARY, st.randoms(use_true_random=False))
def test_the_best_of_all_cuts(text, vocabulary, random):
    scores = {piece: -random.uniform(1, 9) for piece in sorted(vocabulary)}
    totals = [sum(scores.get(piece, -math.inf) for piece in cut) for cut in every_cut(text)]
    if max(totals) == -math.inf:
        with pytest.raises(ValueError, match="No sequence of pieces spells"):
            best_segmentation(text, scores)
        return
    pieces, total = best_segmentation(text, scores)
    assert "".join(pieces) == text
    assert total == pytest.approx(max(totals))
    assert sum(scores[piece] for piece in pieces) == pytest.approx(total)


@PATIENT
@given(st.text("abc", min_size=1, max_size=12), VOCABULARY, st.randoms(use_true_random=False))
def test_the_best_cut_is_that_of_the_judge(text, vocabulary, random):
    scores = {piece: -random.uniform(1, 9) for piece in sorted(vocabulary | {"a", "b", "c"})}
    judge = models.Unigram([("<unk>", -99.0), *scores.items()], 0, False)
    assert best_segmentation(text, scores)[0] == [token.value for token in judge.tokenize(text)]


def test_empty_text():
    assert best_segmentation("", {"a": -1.0}) == ([], 0)
    with pytest.raises(ValueError, match="'a'"):
        best_segmentation("a", {})
