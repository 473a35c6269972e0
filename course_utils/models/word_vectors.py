"""What word vectors know: neighbors, analogies, an axis; and how to compare two orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np


def unit(vectors: np.ndarray) -> np.ndarray:
    """Built in notebooks/week1_2_embeddings.ipynb, section 2: vectors scaled to length 1.

    (…, C); a vector of zeros stays zero.

    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.where(length > 0, length, 1)


@dataclass(frozen=True)
class WordVectors:
    """Words and their vectors, all scaled to length 1, so that a dot product is a cosine.

    >>> toy = WordVectors(("north", "east", "up"), np.eye(3))
    >>> toy.nearest("north", 1)
    [('east', 0.0)]
    """

    words: Sequence[str]
    vectors: np.ndarray  # (V, C)

    def __post_init__(self) -> None:
        """Refuse words and vectors that do not belong together."""
        if np.ndim(self.vectors) != 2 or len(self.vectors) != len(self.words):
            raise ValueError(
                f"{len(self.words)} words and vectors of shape {np.shape(self.vectors)}; "
                "give one row for each word"
            )
        if not np.isfinite(self.vectors).all():
            raise ValueError("a vector holds nan or infinity; train again with a smaller rate")
        if len(self.places) != len(self.words):
            raise ValueError("a word is given twice; each has one vector")

    @cached_property
    def units(self) -> np.ndarray:
        """The vectors at length 1, (V, C)."""
        return unit(self.vectors)

    @cached_property
    def places(self) -> dict[str, int]:
        """The row of each word."""
        return {word: place for place, word in enumerate(self.words)}

    def __getitem__(self, word: str) -> np.ndarray:
        """The unit vector of a word, (C,); raises KeyError with a remedy for an unknown one."""
        if word not in self.places:
            raise KeyError(
                f"{word!r} is none of the {len(self.words):,} words; `words` lists them, most "
                "frequent first"
            )
        return self.units[self.places[word]]

    def cosine(self, first: str, second: str) -> float:
        """Cosine of the angle between two words, −1 to 1."""
        return float(self[first] @ self[second])

    def near(
        self, query: np.ndarray, k: int = 5, exclude: Sequence[str] = ()
    ) -> list[tuple[str, float]]:
        """The k words nearest to a vector by cosine, best first, without the excluded ones.

        Raises ValueError for a k below 1 or a vector of another length, KeyError for an unknown
        word.
        """
        if k < 1:
            raise ValueError(f"k is {k}; ask for at least one word")
        if np.shape(query) != np.shape(self.vectors[0]) or not np.isfinite(query).all():
            raise ValueError(
                f"{query!r:.60} is no finite vector of {np.shape(self.vectors)[1]} numbers, as the "
                "words have; ask by a word with nearest()"
            )
        scores = self.units @ unit(query)
        for word in exclude:
            self[word]  # an unknown one is named, with a remedy
        scores[[self.places[word] for word in exclude]] = -np.inf
        best = np.argsort(-scores, kind="stable")[: min(k, len(self.words) - len(set(exclude)))]
        return [(self.words[i], float(scores[i])) for i in best]

    def nearest(self, word: str, k: int = 5) -> list[tuple[str, float]]:
        """The k nearest other words."""
        return self.near(self[word], k, [word])

    def analogy(
        self, a: str, b: str, c: str, k: int = 5, *, exclude_inputs: bool = True
    ) -> list[tuple[str, float]]:
        """Answers to "a is to b as c is to …": the words nearest to b − a + c.

        Args:
            a, b, c: words.
            k: how many answers.
            exclude_inputs: leave out a, b and c themselves, as most published results do.
        """
        return self.near(self[b] - self[a] + self[c], k, [a, b, c] if exclude_inputs else [])

    def axis(self, start: str, end: str) -> np.ndarray:
        """The direction from one word to another, at length 1: (C,)."""
        return unit(self[end] - self[start])

    def along(self, axis: np.ndarray, words: Sequence[str]) -> np.ndarray:
        """How far each word lies along a direction, (N,)."""
        if np.shape(axis) != np.shape(self.vectors[0]) or not np.isfinite(axis).all():
            raise ValueError(f"{axis!r:.60} is no direction among these vectors; see axis()")
        return np.array([self[word] @ axis for word in words])


def analogy_questions(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str, str, str]]:
    """Built in notebooks/week1_2_embeddings.ipynb, section 6: two pairs make a question.

    "a is to b as c is to d", from every two different pairs of a relation.

    >>> analogy_questions([("dog", "puppy"), ("cat", "kitten")])[0]
    ('dog', 'puppy', 'cat', 'kitten')
    """
    return [(a, b, c, d) for a, b in pairs for c, d in pairs if (a, b) != (c, d)]


def analogy_accuracy(
    vectors: WordVectors,
    questions: Sequence[tuple[str, str, str, str]],
    *,
    exclude_inputs: bool = True,
) -> float:
    """Built in notebooks/week1_2_embeddings.ipynb, section 6: share of questions answered right.

    All of them in one matrix product.

    Raises:
        ValueError: without questions.
        KeyError: for a word without a vector.
    """
    if not questions:
        raise ValueError("there are no questions; two pairs of words make the first two")
    asked = {word: vectors[word] for question in questions for word in question}  # checks them all
    places = np.array([[vectors.places[word] for word in question] for question in questions])
    a, b, c = (np.array([asked[question[i]] for question in questions]) for i in range(3))
    scores = (b - a + c) @ vectors.units.T  # (N, V)
    if exclude_inputs:
        np.put_along_axis(scores, places[:, :3], -np.inf, axis=1)
    return float((scores.argmax(axis=1) == places[:, 3]).mean())


def ranks(values: np.ndarray) -> np.ndarray:
    """Built in notebooks/week1_2_embeddings.ipynb, section 6: rank of each value from 0.

    Equal values share the mean of their ranks.

    >>> ranks(np.array([10, 30, 10, 20])).tolist()
    [0.5, 3.0, 0.5, 2.0]
    """
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts + 1) / 2)[place]


def spearman(first: np.ndarray, second: np.ndarray) -> float:
    """Built in notebooks/week1_2_embeddings.ipynb, section 6: do two lists order alike?

    Spearman's rank correlation, −1 to 1.

    Raises:
        ValueError: lists of different lengths, shorter than 2, or all values equal.
    """
    if len(first) != len(second) or len(first) < 2:
        raise ValueError(f"{len(first)} and {len(second)} values; give two lists of equal length")
    a, b = ranks(np.asarray(first)), ranks(np.asarray(second))
    a, b = a - a.mean(), b - b.mean()
    if not a.any() or not b.any():
        raise ValueError("all values of a list are equal; there is nothing to order")
    return float(a @ b / np.sqrt((a @ a) * (b @ b)))
