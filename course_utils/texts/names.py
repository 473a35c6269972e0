"""Names of people and places in our own texts, labeled by hand, one label a word."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from course_utils.files import DATASETS, intact

FILE = DATASETS / "names.tsv"
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
    for number, line in enumerate(intact(path).read_text(encoding="utf-8").splitlines(), start=1):
        word, _, label = line.partition("\t")
        if line.startswith("# ") and not label:
            documents.append((line[2:], [], []))
        elif documents and label in LABELS:
            documents[-1][1].append(word)
            documents[-1][2].append(LABELS.index(label))
        else:
            raise ValueError(f"{path.name}, line {number}: {line!r} is no word with a label")
    return [LabeledDocument(name, tuple(words), tuple(ids)) for name, words, ids in documents]


def f1(gold: np.ndarray, predicted: np.ndarray) -> float:
    """Harmonic mean of precision and recall over names, whose labels are above 0.

    >>> f1(np.array([1, 2, 0, 1]), np.array([1, 1, 0, 0]))
    0.4
    """
    if len(gold) != len(predicted):
        raise ValueError(f"{len(gold)} true labels, {len(predicted)} predicted; give one for each")
    right = ((gold == predicted) & (gold > 0)).sum()
    return float(2 * right / max((gold > 0).sum() + (predicted > 0).sum(), 1))


def f1_interval(
    words: list[str],
    gold: np.ndarray,
    predicted: np.ndarray,
    rival: np.ndarray | None = None,
    seed: int = 0,
) -> tuple[float, float]:
    """95 % interval of `f1`: sentences are drawn again with replacement, a thousand times.

    With the labels of a `rival`, the interval of `f1` minus the rival's on the same sentences.
    A sentence ends after a word that is a period, a question mark or an exclamation mark.
    """
    ends = np.array([word in (".", "?", "!") for word in ["", *words[:-1]]])
    sentence = np.cumsum(ends)
    members = [np.flatnonzero(sentence == i) for i in range(sentence[-1] + 1)]
    random, drawn = np.random.default_rng(seed), []
    for _ in range(1000):
        draws = random.integers(len(members), size=len(members))
        chosen = np.concatenate([members[i] for i in draws])
        ahead_of = 0.0 if rival is None else f1(gold[chosen], rival[chosen])
        drawn.append(f1(gold[chosen], predicted[chosen]) - ahead_of)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)
