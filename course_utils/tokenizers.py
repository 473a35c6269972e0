"""Tokenizers: text to ids and back.

Ids are laid out alike in every tokenizer of the course, so that a model can be moved from one to
the other:

    0 … 15      reserved ids (`SPECIALS`)
    16 … 271    the 256 bytes
    272 …       the words of a `WordTokenizer`
"""

import operator
import re
from collections.abc import Iterable, Sequence

SPECIALS: tuple[str, ...] = (
    "<pad>",
    "<start>",
    "<end>",
    "<mask>",
    "<sep>",
    "<user>",
    "<assistant>",
    "<unk>",
    *(f"<special_{number}>" for number in range(8, 16)),
)
PAD, START, END, MASK, SEP, USER, ASSISTANT, UNK = range(8)
FIRST_BYTE = len(SPECIALS)  # id of byte 0
FIRST_WORD = FIRST_BYTE + 256  # id of the first word of a WordTokenizer

# One piece of text: a reserved name, a line break, ’s, a word (perhaps with an apostrophe inside,
# as in don’t), a number, or any other single character that is not white space.
_PIECE = re.compile(
    r"(?P<special><[a-z]+(?:_[0-9]+)?>)"
    r"|\n"
    r"|’s(?![^\W\d_])"
    r"|[^\W\d_]+(?:’(?!s(?![^\W\d_]))[^\W\d_]+)*"
    r"|\d+"
    r"|\S"
)
_ATTACH_LEFT = frozenset({".", ",", "?", "!", ":", ";", "”", "’s", "\n"})
_ATTACH_RIGHT = frozenset({"“", "\n"})


def split_words(text: str) -> list[str]:
    """Cut text into words, punctuation marks and line breaks.

    Straight quotes become curly ones (an apostrophe becomes ’), because keyboards have no others.

    >>> split_words('"Mira\\'s cat?" asked Tom.')
    ['“', 'Mira', '’s', 'cat', '?', '”', 'asked', 'Tom', '.']
    """
    return [match.group() for match in _PIECE.finditer(curl_quotes(text))]


def _is_text(text: object) -> None:
    if not isinstance(text, str):
        raise TypeError(f"{text!r:.60} is of type {type(text).__name__}; pass a text, a str")


def curl_quotes(text: str) -> str:
    """Turn straight quotes into “ ” ’ and Windows line ends into "\\n"."""
    _is_text(text)
    text = text.replace("\r\n", "\n").replace("'", "’")
    text = re.sub(r'(?<!\S)"|(?<=“)"', "“", text)
    return text.replace('"', "”")


def join_words(words: Sequence[str]) -> str:
    """Write words as people do: no space before . , ? ! : ; ” ’s and none after “ or a line break.

    >>> join_words(["“", "Yes", ",", "”", "said", "Mira", "."])
    '“Yes,” said Mira.'
    """
    parts: list[str] = []
    previous = "\n"  # the beginning of a text wants no space, like the beginning of a line
    for word in words:
        if word not in _ATTACH_LEFT and previous not in _ATTACH_RIGHT:
            parts.append(" ")
        parts.append(word)
        previous = word
    return "".join(parts)


def _utf8(text: str) -> bytes:
    """UTF-8 bytes of `text`; one clear error for half of a surrogate pair, which has none."""
    _is_text(text)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(
            f"Character {error.start} of the text is {text[error.start]!a}, half of a surrogate "
            "pair, and has no UTF-8 bytes. Remove it, or read the file again with encoding='utf-8'."
        ) from None


class WordTokenizer:
    """One id for each known word, punctuation mark and line break; UTF-8 bytes for anything else.

    >>> tokenizer = WordTokenizer(["cat", "The", "sat", ".", "purred"])
    >>> tokenizer.encode("The cat sat.")
    [273, 272, 274, 275]
    >>> tokenizer.decode(tokenizer.encode("The Katze sat."))
    'The Katze sat.'

    Reserved names such as <end> written out in the text become their reserved ids.
    Decoding normalizes white space: see `join_words`.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Number `words` from `FIRST_WORD` on, in the order given; raise ValueError for a word
        given twice.
        """
        self.words: tuple[str, ...] = tuple(words)
        self.names: list[str] = [
            *SPECIALS,
            *(f"<0x{byte:02X}>" for byte in range(256)),
            *self.words,
        ]
        self._ids = {name: index for index, name in enumerate(self.names)}
        if len(self._ids) != len(self.names):
            seen: set[str] = set()
            repeated = next(name for name in self.names if name in seen or seen.add(name))
            raise ValueError(
                f"The word {repeated!r} is given twice; every word needs exactly one id."
            )

    def __len__(self) -> int:
        """Return the number of ids: reserved ids, bytes and words."""
        return len(self.names)

    def token_id(self, word: str) -> int:
        """Return the id of one word or reserved name; raise KeyError for a word without an id."""
        try:
            return self._ids[word]
        except KeyError:
            raise KeyError(
                f"{word!r} is not one of the {len(self.words)} words; encode() spells it as bytes."
            ) from None

    def encode(self, text: str) -> list[int]:
        """Return the ids of `text`; unknown words are spelled as bytes.

        Between two unknown words the space is spelled too, so that `decode` can tell them apart.
        """
        ids: list[int] = []
        spelled_until: int | None = None  # where the piece before ended, if it was unknown
        text = curl_quotes(text)
        for match in _PIECE.finditer(text):
            piece = match.group()
            known = self._ids.get(piece)
            if known is not None:
                ids.append(known)
                spelled_until = None
                continue
            space = " " if spelled_until is not None and spelled_until < match.start() else ""
            ids.extend(byte + FIRST_BYTE for byte in _utf8(space + piece))
            spelled_until = match.end()
        return ids

    def decode(self, ids: Iterable[int]) -> str:
        """Return the text of `ids`; bytes that are not valid UTF-8 appear as �.

        Raises ValueError for an id that does not exist.
        """
        words: list[str] = []
        spelled = bytearray()
        ids = [*map(operator.index, ids)]  # no fractions
        if wrong := [index for index in ids if not 0 <= index < len(self.names)]:
            raise ValueError(
                f"Id {wrong[0]} is not one of the {len(self.names)} ids of this tokenizer."
            )
        for index in [*ids, -1]:
            if FIRST_BYTE <= index < FIRST_WORD:
                spelled.append(index - FIRST_BYTE)
                continue
            if spelled:
                words.append(spelled.decode("utf-8", errors="replace"))
                spelled.clear()
            if index >= 0:
                words.append(self.names[index])
        return join_words(words)


class ByteTokenizer:
    """One id for each UTF-8 byte: nothing is ever unknown, and every text comes back exactly.

    >>> ByteTokenizer().encode("é!")
    [211, 185, 49]
    >>> ByteTokenizer().decode([211, 185, 49])
    'é!'
    """

    def __init__(self) -> None:
        """Name the 272 ids; bytes that are no visible ASCII character are named by their value."""
        self.names: list[str] = [
            *SPECIALS,
            *(chr(byte) if 33 <= byte < 127 else f"<0x{byte:02X}>" for byte in range(256)),
        ]
        self._ids = {name: index for index, name in enumerate(self.names)}

    def __len__(self) -> int:
        """Return the number of ids: 16 reserved ids and 256 bytes."""
        return len(self.names)

    def token_id(self, name: str) -> int:
        """Return the id of one reserved name or one-byte character; raise KeyError for anything
        else.
        """
        if name in self._ids:
            return self._ids[name]
        if len(name) == 1 and ord(name) < 128:
            return FIRST_BYTE + ord(name)
        raise KeyError(f"{name!r} is neither a reserved name nor a single ASCII character.")

    def encode(self, text: str) -> list[int]:
        """Return one id for each UTF-8 byte of `text`; raise ValueError for half of a surrogate
        pair.
        """
        return [byte + FIRST_BYTE for byte in _utf8(text)]

    def decode(self, ids: Iterable[int]) -> str:
        """Return the text of `ids`; reserved ids appear by name, invalid UTF-8 as �."""
        spelled = bytearray()
        for index in map(operator.index, ids):
            if index < 0 or index >= len(self.names):
                raise ValueError(
                    f"Id {index} is not one of the {len(self.names)} ids of the byte tokenizer."
                )
            spelled.extend(SPECIALS[index].encode() if index < FIRST_BYTE else [index - FIRST_BYTE])
        return spelled.decode("utf-8", errors="replace")
