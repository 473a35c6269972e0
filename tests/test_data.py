"""Corpora: the story world's arrays, and real text from files that may be anything."""

import dataclasses

import numpy as np
import pytest

from course_utils import data
from course_utils.data import Corpus, load_text, load_world
from course_utils.tokenizers import END, SPECIALS, WordTokenizer


@pytest.fixture(scope="module")
def validation():
    return load_world("validation")


def lines(characters):
    """A text of that many characters in lines of 50."""
    text = "".join(f"line {number:043d}\n" for number in range(characters // 49 + 1))
    return text[:characters]


# The story world ---------------------------------------------------------------------------------


@pytest.mark.parametrize("split", data.SPLITS)
def test_world_arrays_fit_together(split):
    corpus = load_world(split)
    N, D = len(corpus.tokens), len(corpus)
    assert corpus.tokens.dtype == np.int32 and corpus.tokens.shape == (N,)
    assert corpus.starts.dtype == np.int64 and corpus.starts.shape == (D + 1,)
    assert corpus.starts[0] == 0 and corpus.starts[-1] == N
    assert corpus.characters.dtype == np.int64 and corpus.characters.shape == (D,)
    assert corpus.style.dtype == np.uint8 and corpus.style.shape == (D,)
    assert set(corpus.style) == set(range(len(data.STYLES)))
    assert (corpus.tokens[corpus.starts[1:] - 1] == END).all()
    assert np.count_nonzero(corpus.tokens == END) == D
    assert np.diff(corpus.starts).max() <= 256
    assert corpus.tokens.max() < len(corpus.tokenizer)
    assert not np.isin(corpus.tokens, [i for i in range(len(SPECIALS)) if i != END]).any()
    if split == "train":
        assert corpus.bits is corpus.role is corpus.distance is None
        assert 2_900_000 < N < 3_200_000
    else:
        assert corpus.bits.dtype == np.float32 and corpus.bits.shape == (N,)
        assert corpus.role.dtype == np.uint8 and set(corpus.role) == {0, 1, 2}
        assert corpus.distance.dtype == np.int16
        assert ((corpus.role == data.COPY) == (corpus.distance > 0)).all()
        assert (corpus.bits >= 0).all() and not np.signbit(corpus.bits).any()


def test_copies_point_at_the_same_token(validation):
    places = np.flatnonzero(validation.role == data.COPY)
    assert len(places) > 5_000
    earlier = places - validation.distance[places]
    assert (validation.tokens[places] == validation.tokens[earlier]).all()


def test_characters_count_the_text(validation):
    for index in range(0, len(validation), 50):
        assert len(validation.text(index)) == validation.characters[index]
        assert "<end>" not in validation.text(index)


def test_a_corpus_is_a_sequence(validation):
    assert np.array_equal(validation[-1], validation[len(validation) - 1])
    assert sum(len(document) for document in validation) == len(validation.tokens)
    with pytest.raises(IndexError, match="Document 1200 does not exist"):
        validation[1200]
    with pytest.raises(dataclasses.FrozenInstanceError):
        validation.tokens = None


def test_a_slice_is_a_smaller_corpus(validation):
    part = validation[10:20]
    assert isinstance(part, Corpus) and len(part) == 10 and part.starts[0] == 0
    for index in range(10):
        assert np.array_equal(part[index], validation[10 + index])
    low, high = validation.starts[10], validation.starts[20]
    assert np.array_equal(part.bits, validation.bits[low:high])
    assert np.array_equal(part.role, validation.role[low:high])
    assert np.array_equal(part.distance, validation.distance[low:high])
    assert np.array_equal(part.style, validation.style[10:20])
    assert np.array_equal(part.characters, validation.characters[10:20])
    assert len(validation[5:2]) == 0 and len(validation[:]) == len(validation)
    with pytest.raises(ValueError, match="step 1, not 2"):
        validation[::2]


def test_documents_of_a_style_are_found_by_number(validation):
    letters = validation.numbers_of("letter")
    assert letters and all(validation.text(number).startswith("Dear") for number in letters)
    both = validation.numbers_of("letter", "lesson")
    assert both == sorted({*letters, *validation.numbers_of("lesson")})
    assert len(validation.numbers_of(*data.STYLES)) == len(validation)
    with pytest.raises(ValueError, match="'poem'"):
        validation.numbers_of("poem")


def test_unknown_split_and_missing_files(tmp_path, monkeypatch):
    with pytest.raises(ValueError, match="'dev', but must be one of 'train', 'validation', 'test'"):
        load_world("dev")
    monkeypatch.setattr(data, "DATASETS", tmp_path)
    with pytest.raises(FileNotFoundError, match=r"python -m course_utils\.story_world\.generate"):
        load_world("test")


# Real text ---------------------------------------------------------------------------------------


def test_python_docs_are_split_without_repeated_paragraphs():
    splits = load_text("python_docs")
    sizes = {name: corpus.characters.sum() for name, corpus in splits.items()}
    total = sum(sizes.values())
    assert total > 200_000
    assert sizes["train"] / total == pytest.approx(0.8, abs=0.03)
    assert sizes["test"] / total == pytest.approx(0.1, abs=0.03)
    assert all(len(corpus) >= 10 for corpus in splits.values())
    texts = {
        name: "".join(corpus.text(i) for i in range(len(corpus))) for name, corpus in splits.items()
    }
    train = set(texts["train"].split("\n\n"))
    repeated = [p for p in texts["test"].split("\n\n") if len(p) > 80 and p in train]
    assert not repeated
    again = load_text("python_docs")["test"]
    assert np.array_equal(again.tokens, splits["test"].tokens)


@pytest.mark.parametrize("characters", [10_000, 39_999, 123_456])
def test_a_file_is_cut_into_documents_that_join_to_the_text(tmp_path, characters):
    path = tmp_path / "book.txt"
    text = lines(characters)
    path.write_text(text, encoding="utf-8", newline="")
    splits = load_text(path)
    documents = [c.text(i) for c in splits.values() for i in range(len(c))]
    assert "".join(documents) == text
    assert all(document.endswith("\n") for document in documents[:-1])
    assert all(len(document) <= 2_100 for document in documents)
    assert len(documents) >= 19
    assert all(len(corpus) >= 2 for corpus in splits.values())
    assert splits["train"].bits is None and splits["train"].style is None
    assert (splits["test"].tokens[splits["test"].starts[1:] - 1] == END).all()
    assert splits["train"].characters.sum() / characters == pytest.approx(0.8, abs=0.06)


def test_one_endless_line_is_cut_too(tmp_path):
    for text in ("word " * 8_000, "字" * 30_000):
        path = tmp_path / "line.txt"
        path.write_text(text, encoding="utf-8")
        splits = load_text(str(path))
        assert "".join(c.text(i) for c in splits.values() for i in range(len(c))) == text
        assert max(c.characters.max() for c in splits.values()) <= 4_000


def test_long_lines_leave_fewer_documents_but_at_least_ten(tmp_path):
    path = tmp_path / "long.txt"
    for first, second, number in [(990, 990, 20), (600, 500, 11), (700, 900, 10)]:
        path.write_text(("x" * first + "\n" + "y" * second + "\n") * 10, encoding="utf-8")
        assert sum(len(part) for part in load_text(path).values()) == number


def test_byte_order_mark_and_line_ends(tmp_path):
    path = tmp_path / "windows.txt"
    text = lines(12_000)
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    old_mac = tmp_path / "mac.txt"
    old_mac.write_bytes(text.replace("\n", "\r").encode())
    for file in (path, old_mac):
        splits = load_text(file)
        assert "".join(c.text(i) for c in splits.values() for i in range(len(c))) == text


def test_nothing_in_a_file_is_executed(tmp_path):
    path = tmp_path / "attack.py"
    witness = tmp_path / "witness"
    path.write_text(f"open({str(witness)!r}, 'w').close()\n" * 500, encoding="utf-8")
    load_text(path)
    assert not witness.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"is empty"),
        (b" \n\n", r"is empty"),
        (b"\xef\xbb\xbf", r"is empty"),
        (b"short text", r"has 10 characters, but 10,000 are needed"),
        (b"a" * 9_999, r"has 9,999 characters, but 10,000 are needed"),
        (b"a" * 20_000 + b"\xe9tude", r"byte 20000 is 0xE9"),
        ("ab".encode("utf-16"), r"byte 0 is 0xFF"),
        (b"MZ\0\1" + b"a" * 20_000, r"byte 2 is NUL"),
        (b"\xef\xbb\xbfMZ\0" + b"a" * 20_000, r"byte 5 is NUL"),
    ],
)
def test_each_unusable_file_has_its_own_message(tmp_path, content, message):
    path = tmp_path / "file.txt"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=message) as raised:
        load_text(path)
    assert "file.txt" in str(raised.value)


def test_missing_path_and_folder(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"does not exist.*python_docs"):
        load_text(tmp_path / "nowhere.txt")
    with pytest.raises(IsADirectoryError, match="is a folder"):
        load_text(tmp_path)


def test_world_vocabulary_is_sorted_and_has_the_marks():
    tokenizer = data.world_tokenizer()
    assert isinstance(tokenizer, WordTokenizer)
    assert list(tokenizer.words) == sorted(tokenizer.words)
    for word in ("\n", "“", "”", "’s", ".", "Question", "Answer", "Verdict"):
        tokenizer.token_id(word)
