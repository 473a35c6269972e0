"""Names of people and places in our own texts, labeled by hand, one label a word."""

import re
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "datasets" / "names.tsv"
LABELS = ("other", "person", "place")
WORD = re.compile(r"(?:Mr|Mrs|Ms|Dr|MR|MRS|DR|P\.S)\.|[A-Z]\.|\w+(?:[-.,:]\w+)*|’\w+|[^\w\s]")


@dataclass(frozen=True)
class LabeledDocument:
    """One text: its words, and for each the position of its label in LABELS."""

    name: str
    words: tuple[str, ...]
    labels: tuple[int, ...]


def split_words(text: str) -> list[str]:
    """Cut a text into words and punctuation marks as the labeled documents are cut.

    >>> split_words("Mrs. Abara’s cat, of Mill Lane, slept.")
    ['Mrs.', 'Abara', '’s', 'cat', ',', 'of', 'Mill', 'Lane', ',', 'slept', '.']
    """
    return WORD.findall(text)


def load_names(path: Path = FILE) -> list[LabeledDocument]:
    """Read the labeled documents: 14 pieces of prose, then 12 pages of a village newspaper.

    Raises ValueError for a line that is neither "# name" nor "word<TAB>label".
    """
    documents: list[tuple[str, list[str], list[int]]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        word, _, label = line.partition("\t")
        if line.startswith("# ") and not label:
            documents.append((line[2:], [], []))
        elif documents and label in LABELS:
            documents[-1][1].append(word)
            documents[-1][2].append(LABELS.index(label))
        else:
            raise ValueError(f"{path.name}, line {number}: {line!r} is no word with a label")
    return [LabeledDocument(name, tuple(words), tuple(ids)) for name, words, ids in documents]
