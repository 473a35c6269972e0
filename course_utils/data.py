"""Data: text as arrays of token ids.

`load_world` reads the story world from `datasets/story_world`, `load_text` the Python documentation
that every Python carries or any UTF-8 file. Nothing is downloaded, and reading a file never
executes anything in it.
"""

import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import overload

import numpy as np

from course_utils.files import DATASETS, intact
from course_utils.memory import return_large_blocks
from course_utils.tokenizers import END, ByteTokenizer, WordTokenizer

return_large_blocks()

SPLITS = ("train", "validation", "test")
STYLES = ("story", "letter", "recipe", "weather", "review", "lesson")  # Corpus.style indexes this
ROLES = ("literal", "new entity", "copy")  # Corpus.role indexes this
LITERAL, NEW_ENTITY, COPY = range(3)

DOCUMENT_CHARACTERS = 2_000  # a text file is cut into documents of about this many characters
MINIMUM_CHARACTERS = 10_000  # below this, validation and test would be too short to say anything


@dataclass(frozen=True)
class Corpus:
    """Documents as token ids, one after another; a sequence of `len(corpus)` arrays.

    >>> corpus = load_world("validation")
    >>> corpus[0].shape == (corpus.starts[1],)
    True
    """

    tokens: np.ndarray  # (N,) int32; each document is closed by <end>, none begins with <start>
    starts: np.ndarray  # (D + 1,) int64; document i is tokens[starts[i]:starts[i + 1]]
    tokenizer: WordTokenizer | ByteTokenizer
    characters: np.ndarray  # (D,) int64: characters in each document's text, <end> not counted
    # Known in the story world only; bits, role and distance not in its training split:
    style: np.ndarray | None = None  # (D,) uint8 into STYLES
    bits: np.ndarray | None = None  # (N,) float32: −log2 p of the generator for each token
    role: np.ndarray | None = None  # (N,) uint8 into ROLES
    distance: np.ndarray | None = None  # (N,) int16: copies: tokens back to the mention, else 0

    def __len__(self) -> int:
        """Return the number of documents D."""
        return len(self.starts) - 1

    @overload
    def __getitem__(self, index: int) -> np.ndarray: ...

    @overload
    def __getitem__(self, index: slice) -> "Corpus": ...

    def __getitem__(self, index: "int | slice") -> "np.ndarray | Corpus":
        """Return the token ids of one document, or for a slice such as [:100] a smaller Corpus."""
        if isinstance(index, slice):
            return self._slice(index)
        index = operator.index(index)
        if not -len(self) <= index < len(self):
            raise IndexError(
                f"Document {index} does not exist; the corpus has {len(self)} documents."
            )
        index %= len(self)
        return self.tokens[self.starts[index] : self.starts[index + 1]]

    def __iter__(self) -> Iterator[np.ndarray]:
        """Yield the token ids of each document."""
        return (self[index] for index in range(len(self)))

    def text(self, index: int) -> str:
        """Return the text of document `index`, without <end>."""
        return self.tokenizer.decode(self[index][:-1])

    def numbers_of(self, *styles: str) -> list[int]:
        """Return the numbers of the documents that have one of these `STYLES`.

        Raises ValueError for another style, and for text that is not of the story world.
        """
        if self.style is None or not set(styles) <= set(STYLES):
            raise ValueError(f"{styles}: styles are {STYLES}, and only the story world has them.")
        return np.flatnonzero(np.isin(self.style, [STYLES.index(one) for one in styles])).tolist()

    def _slice(self, index: slice) -> "Corpus":
        first, last, step = index.indices(len(self))
        if step != 1:
            raise ValueError(f"A corpus can only be sliced with step 1, not {step}.")
        last = max(first, last)
        low, high = self.starts[first], self.starts[last]

        def part(array: np.ndarray | None, begin: int, end: int) -> np.ndarray | None:
            return None if array is None else array[begin:end]

        return Corpus(
            tokens=self.tokens[low:high],
            starts=self.starts[first : last + 1] - low,
            tokenizer=self.tokenizer,
            characters=self.characters[first:last],
            style=part(self.style, first, last),
            bits=part(self.bits, low, high),
            role=part(self.role, low, high),
            distance=part(self.distance, low, high),
        )


def world_tokenizer() -> WordTokenizer:
    """Return the tokenizer of the story world, from `datasets/story_world/vocabulary.txt`."""
    path = DATASETS / "story_world" / "vocabulary.txt"
    lines = intact(path).read_text(encoding="utf-8").split("\n")[:-1]
    return WordTokenizer("\n" if line == "\\n" else line for line in lines)


def load_world(split: str) -> Corpus:
    """Return one split of the story world: "train" (about 3 M tokens), "validation" or "test".

    Raises ValueError for another split or a damaged file, FileNotFoundError for a missing one.
    """
    if split not in SPLITS:
        raise ValueError(f"split is {split!r}, but must be one of {', '.join(map(repr, SPLITS))}.")
    path = DATASETS / "story_world" / f"{split}.npz"
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} is missing. Write it with: python -m course_utils.story_world.generate"
        )
    with np.load(intact(path), allow_pickle=False) as stored:
        lengths = stored["length"].astype(np.int64)
        return Corpus(
            tokens=stored["tokens"].astype(np.int32),
            starts=np.concatenate([[0], np.cumsum(lengths)]),
            tokenizer=world_tokenizer(),
            characters=stored["characters"].astype(np.int64),
            style=stored["style"],
            bits=stored.get("bits"),
            role=stored.get("role"),
            distance=None if "distance" not in stored else stored["distance"].astype(np.int16),
        )


def load_text(source: str | Path) -> dict[str, Corpus]:
    """Return {"train", "validation", "test"}: byte corpora of real text, cut 80/10/10 in order.

    `source` is "python_docs" or the path of any UTF-8 text file.

    Text is cut at line ends into documents of about 2,000 characters, so that an interval over
    documents can be computed (a line longer than that is cut too).

    "python_docs" is `pydoc_data.topics`, the reference texts behind `help()`, topic by topic in
    alphabetical order. Paragraphs that repeat an earlier topic's are left out: no test paragraph
    was seen in training. The texts differ between Python versions, and so do scores on them.

    A file below 40,000 characters is cut into shorter documents, so that there are about 20 (fewer
    if its lines are long, but at least 10). A byte order mark is dropped and "\\r\\n" and "\\r"
    become "\\n"; nothing else changes. The file is read, never executed.

    Raises FileNotFoundError, IsADirectoryError, or ValueError for a file that is empty, too short,
    binary or not UTF-8; each message says what was found and what to do.
    """
    if source == "python_docs":
        documents = [
            document for topic in _python_docs() for document in _cut(topic, DOCUMENT_CHARACTERS)
        ]
    else:
        text = _read_text(Path(source))
        documents = _cut(text, min(DOCUMENT_CHARACTERS, len(text) // 20))
    sizes = np.cumsum([len(document) for document in documents])
    first = int(np.searchsorted(sizes, 0.8 * sizes[-1]))
    second = max(first + 1, int(np.searchsorted(sizes, 0.9 * sizes[-1])))
    second = min(second, len(documents) - 1)
    tokenizer = ByteTokenizer()
    return {
        "train": _byte_corpus(documents[:first], tokenizer),
        "validation": _byte_corpus(documents[first:second], tokenizer),
        "test": _byte_corpus(documents[second:], tokenizer),
    }


def _byte_corpus(documents: list[str], tokenizer: ByteTokenizer) -> Corpus:
    encoded = [np.array([*tokenizer.encode(text), END], dtype=np.int32) for text in documents]
    return Corpus(
        tokens=np.concatenate(encoded),
        starts=np.concatenate([[0], np.cumsum([len(ids) for ids in encoded])]).astype(np.int64),
        tokenizer=tokenizer,
        characters=np.array([len(document) for document in documents], dtype=np.int64),
    )


def _python_docs() -> list[str]:
    """Return the topics of `help()`, sorted by name, each paragraph only where it comes first."""
    from pydoc_data.topics import topics

    seen: set[str] = set()
    documents = []
    for name in sorted(topics):
        paragraphs = []
        for paragraph in re.split(r"\n\s*\n", topics[name].strip()):
            key = " ".join(paragraph.split())
            if key not in seen:
                paragraphs.append(paragraph.rstrip())
            seen.add(key)
        if paragraphs:
            documents.append("\n\n".join(paragraphs) + "\n")
    return documents


def _read_text(path: Path) -> str:
    """Read a UTF-8 file; raise one clear error for anything that is not a text of some length."""
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder. Give the path of one text file in it.")
    if not path.exists():
        raise FileNotFoundError(
            f"{path} does not exist (looked in {path.absolute().parent}). "
            'Check the spelling, or use "python_docs", which needs no file.'
        )
    content = path.read_bytes()
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        raise ValueError(
            f"{path} is empty. Choose a file with at least {MINIMUM_CHARACTERS:,} characters."
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{path} is not UTF-8: byte {error.start} is 0x{content[error.start]:02X}, which "
            "cannot stand there. Save the file again with the encoding UTF-8."
        ) from None
    if "\0" in text:
        raise ValueError(
            f"{path} is not a text file: byte {content.index(0)} is NUL. "
            "Choose a file of plain text."
        )
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) < MINIMUM_CHARACTERS:
        raise ValueError(
            f"{path} has {len(text):,} characters, but {MINIMUM_CHARACTERS:,} are needed "
            "for training, validation and test. Choose a longer file."
        )
    return text


def _cut(text: str, target: int) -> list[str]:
    """Cut a text at line ends into pieces of about `target` characters; they join to the text."""
    documents: list[str] = []
    current = ""
    for line in text.splitlines(keepends=True):
        current += line
        # One long line is cut after a space, or anywhere if it has none.
        while len(current) > 2 * target:
            space = current.rfind(" ", target // 2, target) + 1
            documents.append(current[: space or target])
            current = current[space or target :]
        if len(current) >= target:
            documents.append(current)
            current = ""
    return [*documents, current] if current else documents
