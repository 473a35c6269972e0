"""Tokenizers: exact round trips, and one clear error for what has no bytes."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from course_utils.tokenizers import (
    END,
    FIRST_BYTE,
    FIRST_WORD,
    SPECIALS,
    ByteTokenizer,
    WordTokenizer,
    curl_quotes,
    join_words,
    split_words,
)

WORDS = [".", ",", "?", "\n", "“", "”", "’s", "Mira", "cat", "don’t", "it", "said"]


@pytest.fixture(scope="module")
def tokenizer():
    return WordTokenizer(WORDS)


def test_layout_of_ids(tokenizer):
    assert len(SPECIALS) == 16 and SPECIALS[:3] == ("<pad>", "<start>", "<end>")
    assert (FIRST_BYTE, FIRST_WORD) == (16, 272)
    assert tokenizer.token_id(".") == 272 and len(tokenizer) == 272 + len(WORDS)
    assert len(tokenizer.names) == len(set(tokenizer.names)) == len(tokenizer)
    assert ByteTokenizer().names[:16] == tokenizer.names[:16]
    assert (
        len(ByteTokenizer()) == len(ByteTokenizer().names) == len(set(ByteTokenizer().names)) == 272
    )


def test_quotes_attach_and_are_distinct(tokenizer):
    text = "“Mira’s cat,” said Mira. “Don’t!”\nMira"
    ids = tokenizer.encode(text)
    assert tokenizer.decode(ids) == text
    assert tokenizer.token_id("“") != tokenizer.token_id("”")
    assert tokenizer.encode('"Mira\'s cat," said Mira. "Don\'t!"\r\nMira') == ids


def test_contractions_are_words_and_possessives_are_two(tokenizer):
    assert tokenizer.encode("don’t") == [tokenizer.token_id("don’t")]
    assert tokenizer.encode("it’s") == [tokenizer.token_id("it"), tokenizer.token_id("’s")]


def test_white_space_is_normalized(tokenizer):
    assert tokenizer.decode(tokenizer.encode("  Mira \t said ,  it .")) == "Mira said, it."


def test_unknown_words_are_spelled_as_bytes(tokenizer):
    assert tokenizer.encode("cat 猫") == [
        tokenizer.token_id("cat"),
        *(byte + 16 for byte in "猫".encode()),
    ]
    assert tokenizer.decode(tokenizer.encode("Tom Müller said 12 猫 apples")) == (
        "Tom Müller said 12 猫 apples"
    )
    assert tokenizer.decode(tokenizer.encode("\0")) == "\0"  # the lowest byte


def test_reserved_names_are_ids_and_byte_names_are_text(tokenizer):
    assert tokenizer.encode("cat <end>") == [tokenizer.token_id("cat"), END]
    assert tokenizer.decode([END]) == "<end>"
    assert tokenizer.decode(tokenizer.encode("<0x41>")) == "<0x41>"
    assert all(FIRST_BYTE <= index < FIRST_WORD for index in tokenizer.encode("<0x41>"))


def test_a_word_given_twice_is_refused():
    with pytest.raises(ValueError, match="'cat' is given twice"):
        WordTokenizer(["cat", "dog", "cat"])


def test_token_id_of_an_unknown_word(tokenizer):
    with pytest.raises(KeyError, match="spells it as bytes"):
        tokenizer.token_id("zebra")
    with pytest.raises(KeyError, match="neither a reserved name"):
        ByteTokenizer().token_id("ab")
    assert ByteTokenizer().token_id("a") == 16 + 97
    assert ByteTokenizer().token_id("\n") == 16 + 10


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("x’ s ’s’s “ ” \" '")
@example("a\u00a0b\u2003c\x1cd")
def test_encoding_a_decoded_text_changes_nothing(text):
    tokenizer = WordTokenizer(WORDS)
    ids = tokenizer.encode(text)
    assert tokenizer.encode(tokenizer.decode(ids)) == ids


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_bytes_come_back_exactly(text):
    tokenizer = ByteTokenizer()
    assert tokenizer.decode(tokenizer.encode(text)) == text


@pytest.mark.parametrize(
    "tokenizer", [ByteTokenizer(), WordTokenizer(WORDS)], ids=["bytes", "words"]
)
def test_half_a_surrogate_pair_is_named(tokenizer):
    with pytest.raises(ValueError, match=r"Character \d of the text is '\\ud800'") as raised:
        tokenizer.encode("ab\ud800c")
    remedy = "no UTF-8 bytes. Remove it, or read the file again with encoding='utf-8'."
    assert str(raised.value).endswith(remedy)


@pytest.mark.parametrize("tokenizer", [ByteTokenizer(), WordTokenizer(WORDS)])
def test_ids_end_where_the_vocabulary_ends(tokenizer):
    assert tokenizer.decode([len(tokenizer) - 1])
    wrong = len(tokenizer)
    with pytest.raises(ValueError, match=f"Id {wrong} is not one of the {wrong} ids of"):
        tokenizer.decode([20, wrong, -1])


def test_invalid_bytes_show_as_replacement_characters(tokenizer):
    assert tokenizer.decode([16 + 0xE7]) == "�"
    assert ByteTokenizer().decode([16 + 0xE7, 2]) == "�<end>"
    with pytest.raises(ValueError, match="Id 300 is not one of the 272"):
        ByteTokenizer().decode([300])


def test_split_and_join_are_inverse_on_tidy_text():
    text = "“It’s late,” said Mira: “a bear, an owl; and why not?”\nAnd so on."
    assert join_words(split_words(text)) == text


def test_every_id_has_a_name_and_a_text(tokenizer):
    byte = ByteTokenizer()
    assert byte.names[FIRST_BYTE + 32 : FIRST_BYTE + 35] == ["<0x20>", "!", '"']
    assert byte.names[FIRST_BYTE + 126 :][:3] == ["~", "<0x7F>", "<0x80>"]
    assert byte.decode([0]) == tokenizer.decode([0]) == "<pad>"
    assert byte.decode([FIRST_WORD - 1]) == "�"
    for index in (-1, FIRST_WORD):
        with pytest.raises(ValueError, match=f"Id {index} is not one of the 272 ids"):
            byte.decode([index])
    with pytest.raises(KeyError, match="neither a reserved name nor a single ASCII character"):
        byte.token_id("\x80")


def test_windows_line_ends():
    assert curl_quotes("one\r\ntwo") == "one\ntwo"
    assert split_words("one\r\ntwo") == ["one", "\n", "two"]
