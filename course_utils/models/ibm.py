"""IBM Model 1: word translation probabilities and alignments, learned by EM from sentence pairs."""

from collections.abc import Sequence

import numpy as np

from course_utils.models.ids import whole

Ids = tuple[list[int], list[int]]  # source and target ids of one pair
NULL = 0  # the source id of "no word"; it is padding's id, which no sentence holds


class IBMModel1:
    """Built in notebooks/week3_2_seq2seq.ipynb, section 5.

    Every target word is drawn from one source word, each place being equally likely (Brown and
    others 1993, The Mathematics of Statistical Machine Translation). `table[s, t]` is t(t | s).

    >>> pairs = [([1, 2], [1, 2]), ([1, 3], [1, 3]), ([2, 3], [2, 3])]  # source, target ids
    >>> model = IBMModel1(pairs, source_size=4, target_size=4, rounds=20)
    >>> model.align([1, 2], [1, 2]) == {(0, 0), (1, 1)}
    True
    """

    def __init__(
        self, pairs: Sequence[Ids], source_size: int, target_size: int, rounds: int = 5
    ) -> None:
        self.table = np.full((source_size, target_size), 1 / target_size)
        source, target, word = links_of(pairs)
        for _ in range(rounds):
            t = self.table[source, target]  # one number for each possible link
            share = t / np.bincount(word, weights=t)[word]  # E: who explains this target word?
            counts = np.zeros_like(self.table)
            np.add.at(counts, (source, target), share)
            self.table = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1e-12)  # M

    def align(self, source: Sequence[int], target: Sequence[int]) -> set[tuple[int, int]]:
        """Each target word's likeliest source place; none where NULL explains best."""
        best = self.table[[*source, NULL]][:, list(target)].argmax(axis=0)  # (T,); ties: a word
        return {(int(place), row) for row, place in enumerate(best) if place < len(source)}


def links_of(pairs: Sequence[Ids]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every possible link of every pair: source id, target id, number of the target word.

    >>> [part.tolist() for part in links_of([([7], [8, 9])])]
    [[0, 7, 0, 7], [8, 8, 9, 9], [0, 0, 1, 1]]
    """
    if not pairs:
        raise ValueError("there are no pairs to learn from; pass at least one (source, target)")
    sources, targets, words, first = [], [], [], 0
    for source, target in pairs:
        # There are millions of links: small numbers.
        with_null = np.array([NULL, *whole(source)], dtype=np.int32)
        sources.append(np.tile(with_null, len(target)))
        targets.append(np.repeat(np.array(whole(target), dtype=np.int32), len(with_null)))
        places = np.arange(first, first + len(target), dtype=np.int32)
        words.append(np.repeat(places, len(with_null)))
        first += len(target)
    return np.concatenate(sources), np.concatenate(targets), np.concatenate(words)
