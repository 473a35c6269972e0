"""Byte-pair encoding: by hand, against a slow version, against `tokenizers` and `tiktoken`."""

import functools
import gc
import json
import os
import pydoc_data.topics
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.bpe import (
    byte_characters,
    in_rust,
    in_tiktoken,
    merges_and_ids,
    trained_by_rust,
    untrained,
)
from course_utils import subwords
from course_utils.subwords import (
    BytePairTokenizer,
    count_pieces,
    split_pieces,
    train_merges,
)
from course_utils.tokenizers import END, FIRST_BYTE, FIRST_WORD, ByteTokenizer

PATIENT = settings(deadline=None)  # a busy machine is no reason to fail
PROSE = Path(__file__).parents[1] / "datasets" / "prose"

# Scripts that have not changed for many versions of Unicode: the judges bring tables of their own.
CHARACTERS = st.one_of(
    st.characters(min_codepoint=0, max_codepoint=0x24F),
    st.characters(min_codepoint=0x300, max_codepoint=0x33F),  # combining marks
    st.characters(min_codepoint=0x3B1, max_codepoint=0x44F),  # Greek and Cyrillic
    st.characters(min_codepoint=0x905, max_codepoint=0x94D),  # Devanagari with vowel signs
    st.characters(min_codepoint=0x2000, max_codepoint=0x2029),  # spaces, joiners, quotes
    st.characters(min_codepoint=0x3000, max_codepoint=0x303F),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x4EFF),
    st.characters(min_codepoint=0x1F300, max_codepoint=0x1F64F),
    st.sampled_from(" \n\t'’₂½Ⅷ٣\u200d\ufe0f\u3000\x1c\x85"),
)
TEXT = st.text(CHARACTERS, max_size=60)


@functools.cache
def megabyte() -> tuple[str, ...]:
    """A million characters that every Python carries: documentation, then source code."""
    texts = [pydoc_data.topics.topics[name] for name in sorted(pydoc_data.topics.topics)]
    paths = sorted(Path(os.__file__).parent.glob("*.py"))
    texts += [path.read_text(encoding="utf-8") for path in paths]
    text = "".join(texts)[:1_000_000]
    assert len(text) == 1_000_000
    return tuple(text[start : start + 2_000] for start in range(0, len(text), 2_000))


def prose() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(PROSE.glob("*.t*"))]


@functools.cache
def trained(number: int = 2_000) -> BytePairTokenizer:
    return BytePairTokenizer(train_merges(count_pieces([*megabyte(), *prose()]), number))


def train_judge(texts, number: int) -> tuple[list[tuple[int, int]], dict[str, int]]:
    """Merges as ids, and the vocabulary, that `tokenizers` finds; its ids are laid out as ours."""
    return merges_and_ids(trained_by_rust(texts, number))


# ---- Pieces ----


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("Don’t don't", ["Don", "’t", " don", "'t"]),
        ("in 2024, 31415", ["in", " 202", "4", ",", " 314", "15"]),
        ("def f(x):\n    return x", ["def", " f", "(", "x", "):", "\n   ", " return", " x"]),
        ("我爱北京。天安门", ["我爱北京", "。", "天安门"]),
        ("हिन्दी में", ["हिन्दी", " में"]),
        ("end  \n", ["end", "  \n"]),
        ("👩🏽‍🚀 ❤️!", ["👩🏽‍🚀", " ❤️!"]),
    ],
)
def test_pieces(text, pieces):
    assert split_pieces(text) == pieces


@PATIENT
@given(st.text())
def test_every_character_is_in_one_piece(text):
    assert "".join(split_pieces(text)) == text


@PATIENT
@given(TEXT)
def test_pieces_are_those_of_the_judge(text):
    found = untrained().pre_tokenizer.pre_tokenize_str(text)
    assert [text[start:end] for _, (start, end) in found] == split_pieces(text)


# ---- Training ----


def spelled(merges: list[tuple[int, int]]) -> list[str]:
    return BytePairTokenizer(merges).names[FIRST_WORD:]


def test_merges_by_hand():
    """in: 12 pairs i n and 12 pairs n g; i is older. Then r ing and s ing, 3 each: r is older."""
    words = ["sing", "singing", "singer", "ring", "ringing", "ringer", "king", "kings"]
    merges = train_merges(Counter([*words, "swing", "thing"]), 5)
    assert spelled(merges) == ["in", "ing", "ring", "sing", "er"]
    assert merges[0] == (FIRST_BYTE + ord("i"), FIRST_BYTE + ord("n"))
    assert merges[1] == (FIRST_WORD, FIRST_BYTE + ord("g"))


def test_counts_of_pieces_weigh():
    assert spelled(train_merges({"ab": 2, "cd": 3}, 1)) == ["cd"]


def test_merges_end_where_no_pair_is_left():
    assert spelled(train_merges({"abc": 1}, 99)) == ["ab", "abc"]
    assert train_merges({}, 10) == train_merges({"a": 5}, 10) == train_merges({"ab": 1}, 0) == []


def slow_merges(pieces, number: int) -> list[tuple[int, int]]:
    """The definition: count every pair of every piece again before each merge."""
    words = [(ByteTokenizer().encode(piece), count) for piece, count in pieces.items()]
    merges = []
    for new in range(FIRST_WORD, FIRST_WORD + number):
        counts = Counter()
        for word, count in words:
            for pair in pairwise(word):
                counts[pair] += count
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        for word, _ in words:
            place = 0
            while place < len(word) - 1:
                if (word[place], word[place + 1]) == best:
                    word[place : place + 2] = [new]
                place += 1
    return merges


SMALL = st.dictionaries(st.text("ab我", min_size=1, max_size=12), st.integers(1, 4), max_size=8)


@PATIENT
@given(SMALL)
def test_the_fast_trainer_equals_the_slow_one(pieces):
    assert train_merges(pieces, 40) == slow_merges(pieces, 40)


@PATIENT
@given(SMALL)
def test_no_two_merges_spell_the_same(pieces):
    names = BytePairTokenizer(train_merges(pieces, 60)).spellings
    assert len(set(names)) == len(names)


@PATIENT
@given(st.lists(st.text("aab ", max_size=30), max_size=8))
def test_small_merges_are_those_of_the_judge(texts):
    merges = train_merges(count_pieces(texts), 30)
    theirs, _ = train_judge(texts, 30)
    assert merges == theirs


def test_merges_and_ids_are_those_of_the_judge():
    tokenizer = trained()
    merges, vocabulary = train_judge([*megabyte(), *prose()], 2_000)
    assert len(merges) == 2_000
    assert list(tokenizer.merges) == merges
    characters = byte_characters()
    for index, spelling in enumerate(tokenizer.spellings[FIRST_BYTE:], start=FIRST_BYTE):
        assert vocabulary["".join(characters[byte] for byte in spelling)] == index


def test_training_takes_at_most_three_times_as_long_as_the_judge(monkeypatch):
    """Both on one thread and in seconds of the processor, so that other work doesn't count."""
    monkeypatch.setenv("TOKENIZERS_PARALLELISM", "false")
    texts, ours, theirs = megabyte(), [], []
    gc.disable()
    try:
        for _ in range(3):
            begin = time.process_time()
            merges = train_merges(count_pieces(texts), 2_000)
            ours.append(time.process_time() - begin)
            begin = time.process_time()
            found, _ = train_judge(texts, 2_000)
            theirs.append(time.process_time() - begin)
            assert merges == found
    finally:
        gc.enable()
    ratio = min(ours) / min(theirs)
    print(f"2,000 merges: ours {min(ours):.2f} s, tokenizers {min(theirs):.2f} s, {ratio:.2f} ×")
    assert ratio <= 3


# ---- Encoding and decoding ----


def test_merge_rank_decides_not_length_nor_place():
    merges = train_merges({"bc": 3, "ab": 2, "abc": 1}, 3)
    tokenizer = BytePairTokenizer(merges)
    assert tokenizer.names[FIRST_WORD:] == ["bc", "ab", "abc"]
    assert [tokenizer.names[i] for i in tokenizer.encode("ab abc abb")] == [
        *("ab", " ", "abc", " ", "ab", "b")
    ]
    assert [tokenizer.names[i] for i in tokenizer.encode("bcb")] == ["bc", "b"]


@PATIENT
@given(TEXT)
def test_ids_are_those_of_both_judges(text):
    tokenizer = trained()
    ids = tokenizer.encode(text)
    assert ids == JUDGES["tokenizers"].encode(text).ids
    assert ids == JUDGES["tiktoken"].encode_ordinary(text)


def test_ids_of_real_text_are_those_of_both_judges():
    for text in [*prose(), *megabyte()[::10]]:
        ids = trained().encode(text)
        assert ids == JUDGES["tokenizers"].encode(text).ids
        assert ids == JUDGES["tiktoken"].encode_ordinary(text)
        assert trained().decode(ids) == text == JUDGES["tiktoken"].decode(ids)


JUDGES = {}


@pytest.fixture(scope="module", autouse=True)
def judges():
    JUDGES.update(tokenizers=in_rust(trained()), tiktoken=in_tiktoken(trained()))
    yield
    JUDGES.clear()


@PATIENT
@given(st.text())
def test_round_trip(text):
    for tokenizer in (trained(), BytePairTokenizer([])):
        assert tokenizer.decode(tokenizer.encode(text)) == text


@PATIENT
@given(st.lists(st.integers(FIRST_BYTE, FIRST_WORD + 1_999), max_size=12))
def test_any_ids_decode_like_tiktoken(ids):
    assert trained().decode(ids) == JUDGES["tiktoken"].decode(ids)


def test_no_merges_are_bytes():
    text = "Tür 我 🙂"
    assert BytePairTokenizer([]).encode(text) == ByteTokenizer().encode(text)


def test_merges_survive_json():
    merges = json.loads(json.dumps(trained().merges))
    assert BytePairTokenizer(merges).merges == trained().merges


def test_a_full_cache_changes_nothing(monkeypatch):
    monkeypatch.setattr(subwords, "CACHED_PIECES", 2)
    tokenizer = BytePairTokenizer(trained().merges)
    text = "one two three one two three"
    assert tokenizer.encode(text) == trained().encode(text) == tokenizer.encode(text)
    assert tokenizer._ids_of.cache_info().currsize == 2


def test_a_very_long_piece_takes_no_quadratic_time():
    begin = time.process_time()
    trained()._encode_piece("a" * 200_000)
    assert time.process_time() - begin < 5


def test_empty_text():
    assert trained().encode("") == [] and trained().decode([]) == ""
    assert trained().encode("", specials=True) == []


def test_reserved_names_are_text_unless_asked_for():
    tokenizer, text = trained(), "Stop.<end>\n"
    plain, marked = tokenizer.encode(text), tokenizer.encode(text, specials=True)
    assert END not in plain and min(plain) >= FIRST_BYTE
    assert marked == [*tokenizer.encode("Stop."), END, *tokenizer.encode("\n")]
    assert tokenizer.decode(plain) == tokenizer.decode(marked) == text
    assert marked == JUDGES["tiktoken"].encode(text, allowed_special="all")
    inside = "see <<end>>"  # as text, its pieces are " <<", "end" and ">>"
    assert tokenizer.encode(inside) == JUDGES["tiktoken"].encode_ordinary(inside)


def test_a_token_spelled_like_a_reserved_name_is_another_token():
    tokenizer = BytePairTokenizer(train_merges({"<end>": 1}, 4))
    assert tokenizer.names[-1] == tokenizer.names[END] == "<end>"
    assert tokenizer.token_id("<end>") == END


@pytest.mark.parametrize("text", ["\ud83d", "fine until \udc00 here"])
def test_half_a_surrogate_pair_is_named(text):
    place = next(i for i, c in enumerate(text) if "\ud800" <= c <= "\udfff")
    with pytest.raises(ValueError, match=rf"Character {place} of the text .* surrogate"):
        trained().encode(text)


@pytest.mark.parametrize("index", [-1, FIRST_WORD + 2_000])
def test_unknown_ids_are_named(index):
    with pytest.raises(ValueError, match=rf"Id {index} is not one of the 2272 ids"):
        trained().decode([20, index])


def test_names():
    tokenizer = trained()
    assert len(tokenizer) == len(tokenizer.names) == FIRST_WORD + 2_000
    assert tokenizer.names[END] == "<end>" and tokenizer.token_id("<end>") == END
    assert tokenizer.names[FIRST_BYTE + 0xE6] == "<0xE6>"
    assert tokenizer.names[tokenizer.token_id(" the")] == " the"
    assert tokenizer.decode([END, tokenizer.token_id("a")]) == "<end>a"
    assert tokenizer.decode([0]) == "<pad>"
    assert BytePairTokenizer([(FIRST_BYTE, FIRST_BYTE)]).encode("\0\0\0") == [
        FIRST_WORD,
        FIRST_BYTE,
    ]
    assert BytePairTokenizer([(FIRST_BYTE, FIRST_BYTE)]).token_id("\0\0") == FIRST_WORD
    with pytest.raises(KeyError, match="is not one token"):
        tokenizer.token_id("Donaudampfschiff")


@pytest.mark.parametrize(
    ("merges", "says"),
    [
        ([(FIRST_WORD, 20)], "don't exist before it"),
        ([(20, FIRST_WORD + 5)], "don't exist before it"),
        ([(END, 20)], "don't exist before it"),
        ([(20, 21), (30, 31), (20, 21)], r"makes b'\\x04\\x05', which has an id"),
        ([(20, 21), (20, 21)], r"makes b'\\x04\\x05', which has an id"),
    ],
)
def test_impossible_merges_are_named(merges, says):
    with pytest.raises(ValueError, match=says):
        BytePairTokenizer(merges)
