"""Byte-pair encoding: subwords learned from text, applied by merge rank, decoded from any ids.

    pieces = count_pieces(texts)             # how often each word, number, … occurs
    merges = train_merges(pieces, 2_000)     # which two neighbors to fuse, in order
    tokenizer = BytePairTokenizer(merges)

Ids continue the course's layout (see course_utils/tokenizers.py): 0 to 15 are reserved, 16 to 271
are the 256 bytes, and id 272 + r is what merge number r makes.

Ties are broken by age: of two pairs that are equally frequent, the one whose left token has the
smaller id is merged first, then the one whose right token has. With that rule the merges are those
of Hugging Face's `tokenizers`, and given the merges the ids are also those of `tiktoken`.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import regex

from course_utils.tokenizers import FIRST_BYTE, FIRST_WORD, SPECIALS, ByteTokenizer

# What merges never cross. Every character belongs to exactly one piece: a word (with the space or
# apostrophe before it), up to three digits, other visible characters, or white space. The last two
# leave one space to the word that follows. Marks such as the vowel signs of Hindi stay with their
# letter.
PIECE = regex.compile(r"[ '’]?\p{L}[\p{L}\p{M}]*| ?\p{N}{1,3}| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")
RESERVED = regex.compile(f"({'|'.join(map(regex.escape, SPECIALS))})")
BYTES = ByteTokenizer()
CACHED_PIECES = 100_000  # a tokenizer remembers the ids of so many pieces


def split_pieces(text: str) -> list[str]:
    """Built in notebooks/week1_1_tokenizers.ipynb, section 4: cut text where merges must stop.

    >>> split_pieces("It’s 10000 yen!\\n    Really?")
    ['It', '’s', ' 100', '00', ' yen', '!', '\\n   ', ' Really', '?']
    """
    return PIECE.findall(text)


def count_pieces(texts: Iterable[str]) -> Counter[str]:
    """Built in notebooks/week1_1_tokenizers.ipynb, section 4: how often each piece occurs.

    >>> count_pieces(["a cat", "a dog"])
    Counter({'a': 2, ' cat': 1, ' dog': 1})
    """
    counts = Counter()
    for text in texts:
        counts.update(split_pieces(text))
    return counts


def as_symbols(piece: str) -> str:
    """Built in notebooks/week1_1_tokenizers.ipynb, section 4: a piece as a string of its byte ids.

    The character with code point i stands for token i, so that `str.replace` can fuse two tokens
    and two strings compare like their ids. Raises ValueError for half of a surrogate pair.

    >>> as_symbols("é") == chr(16 + 0xC3) + chr(16 + 0xA9)
    True
    """
    return "".join(map(chr, BYTES.encode(piece)))


def train_merges(pieces: Mapping[str, int], number: int) -> list[tuple[int, int]]:
    """Built in notebooks/week1_1_tokenizers.ipynb, section 4: byte-pair encoding's merges.

    Again and again the most frequent pair of neighboring tokens, counted over all pieces, becomes
    a new token (Sennrich, Haddow and Birch, 2016). Only the pieces that hold the pair are looked
    at, in them only the neighbors of the new token, and only counts that change are put into the
    heap; outdated entries are skipped when they come up.

    Args:
        pieces: how often each piece occurs, for example from `count_pieces`.
        number: how many merges to make; there are fewer when no pair is left.

    Returns:
        (left id, right id) of each merge, in order; merge r makes the id FIRST_WORD + r.

    >>> train_merges({"aaab": 2, "ab": 1}, 2) == [(16 + 97, 16 + 97), (16 + 97, 16 + 98)]
    True
    """
    words = [as_symbols(piece) for piece in pieces]
    weights = list(pieces.values())
    counts, places = Counter(), defaultdict(set)  # of each pair: how often, in which words
    for place, word in enumerate(words):
        for left, right in pairwise(word):
            counts[left + right] += weights[place]
            places[left + right].add(place)
    heap = [(-count, pair) for pair, count in counts.items()]
    heapq.heapify(heap)

    merges = []
    while heap and len(merges) < number:
        count, pair = heapq.heappop(heap)
        if counts[pair] != -count:
            continue  # the count has changed since; the new one has an entry of its own
        new = chr(FIRST_WORD + len(merges))
        merges.append((ord(pair[0]), ord(pair[1])))
        changes = Counter()
        for place in places.pop(pair):
            words[place] = words[place].replace(pair, new)
            for left, right in pairwise(words[place]):
                if new in (left, right):
                    was = (pair[1] if left == new else left) + (pair[0] if right == new else right)
                    changes[was] -= weights[place]
                    changes[left + right] += weights[place]
                    places[left + right].add(place)
        changes[pair] = -counts[pair]  # none is left
        for changed, change in changes.items():
            counts[changed] += change
            if change and counts[changed]:
                heapq.heappush(heap, (-counts[changed], changed))
    return merges


def spell_merges(merges: Sequence[tuple[int, int]]) -> list[bytes]:
    """Return the bytes of every id, in order.

    Raises ValueError for a merge of tokens that don't exist before it, or one that spells what
    another token spells already: no training makes such a list.

    >>> spell_merges([(FIRST_BYTE + 97, FIRST_BYTE + 98)])[FIRST_WORD]
    b'ab'
    """
    spellings = [name.encode() for name in SPECIALS] + [bytes([byte]) for byte in range(256)]
    known = set(spellings[FIRST_BYTE:])
    for left, right in merges:
        if min(left, right) < FIRST_BYTE or max(left, right) >= len(spellings):
            raise ValueError(f"Merge {(left, right)} fuses tokens that don't exist before it.")
        spellings.append(spellings[left] + spellings[right])
        if spellings[-1] in known:
            raise ValueError(f"Merge {(left, right)} makes {spellings[-1]!r}, which has an id.")
        known.add(spellings[-1])
    return spellings


def spelled_out(spelling: bytes) -> str:
    """Write a token's bytes as people can read them.

    >>> spelled_out("我".encode()), spelled_out("我".encode()[:2])
    ('我', '<0xE6><0x88>')
    """
    try:
        return spelling.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(f"<0x{byte:02X}>" for byte in spelling)


def fuse_by_rank(word: str, fused: Mapping[str, str]) -> str:
    """Built in notebooks/week1_1_tokenizers.ipynb, section 4: apply merges to a string of symbols.

    Of all pairs in the word that have a merge, the one learned first is fused everywhere, until no
    pair has one. Symbols compare like ids, so the smallest result is the merge learned first.

    >>> fuse_by_rank("abcb", {"bc": "X", "ab": "Y"})
    'aXb'
    """
    while True:
        pairs = [left + right for left, right in pairwise(word) if left + right in fused]
        if not pairs:
            return word
        pair = min(pairs, key=fused.get)
        word = word.replace(pair, fused[pair])


class BytePairTokenizer:
    """Built in notebooks/week1_1_tokenizers.ipynb, section 4: text to subword ids and back.

    >>> tokenizer = BytePairTokenizer(train_merges(count_pieces(["sing, singing, singer"]), 3))
    >>> [tokenizer.names[index] for index in tokenizer.encode("singing")]
    ['sing', 'ing']
    >>> tokenizer.decode(tokenizer.encode("我 sing 🙂"))
    '我 sing 🙂'
    """

    def __init__(self, merges: Iterable[Sequence[int]]) -> None:
        """Take the merges in order, as `train_merges` returns them, or as lists read from JSON.

        Raises ValueError for merges that no training makes, see `spell_merges`.
        """
        self.merges = tuple((int(left), int(right)) for left, right in merges)
        self.spellings = spell_merges(self.merges)  # the bytes of each id
        self.names = [spelled_out(spelling) for spelling in self.spellings]
        self._ids = {spelling: index for index, spelling in enumerate(self.spellings)}
        self._fused = {
            chr(left) + chr(right): chr(index)
            for index, (left, right) in enumerate(self.merges, start=FIRST_WORD)
        }
        self._ids_of = lru_cache(CACHED_PIECES)(self._encode_piece)  # words repeat

    def __len__(self) -> int:
        """Return the number of ids: reserved ids, bytes and merges."""
        return len(self.spellings)

    def token_id(self, name: str) -> int:
        """Return the id of a reserved name or of a text that is one token; else raise KeyError."""
        if name in SPECIALS:
            return SPECIALS.index(name)
        if name.encode() not in self._ids:
            raise KeyError(f"{name!r} is not one token; encode() spells it with several.")
        return self._ids[name.encode()]

    def encode(self, text: str, *, specials: bool = False) -> list[int]:
        """Return the ids of `text`; raise ValueError for half of a surrogate pair.

        A reserved name written in the text, such as <end>, is text like any other, because a
        reader's words must not be able to end a document. `specials=True` makes it the reserved id.
        """
        BYTES.encode(text)  # the error then names the place in the whole text
        ids = []
        for part in RESERVED.split(text) if specials else [text]:
            if specials and part in SPECIALS:
                ids.append(SPECIALS.index(part))
                continue
            for piece in split_pieces(part):
                ids += self._ids_of(piece)
        return ids

    def _encode_piece(self, piece: str) -> list[int]:
        return [*map(ord, fuse_by_rank(as_symbols(piece), self._fused))]

    def decode(self, ids: Iterable[int]) -> str:
        """Return the text of `ids`; reserved ids appear by name, invalid UTF-8 as �.

        Raises ValueError for an id that does not exist.
        """
        spelled = bytearray()
        for index in map(int, ids):
            if not 0 <= index < len(self.spellings):
                raise ValueError(f"Id {index} is not one of the {len(self.spellings)} ids.")
            spelled += self.spellings[index]
        return spelled.decode("utf-8", errors="replace")
