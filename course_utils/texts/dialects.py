"""Dialects of the story world: the same texts, in which some pairs of words have changed places.

A dialect is a new domain about which everything is known. Changing two words everywhere loses
nothing, so each text is exactly as probable as before, and the floor of the dialect is the world's.
"""

from collections.abc import Sequence

import numpy as np

from course_utils.data import Corpus

LEFT_ALONE = 30  # the commonest words stay: a sentence keeps its frame


def common_words(corpus: Corpus, count: int) -> list[int]:
    """Ids of the commonest words in lower case, without the very commonest.

    Args:
        corpus: a part of the story world.
        count: how many.

    Raises:
        ValueError: there are fewer such words in the corpus.
    """
    names = corpus.tokenizer.names
    counts = np.bincount(corpus.tokens, minlength=len(names))
    order = np.argsort(-counts, kind="stable")
    words = [int(i) for i in order if counts[i] and names[i].isalpha() and names[i].islower()]
    found = words[LEFT_ALONE : LEFT_ALONE + count]
    if len(found) < count:
        raise ValueError(f"{count} words are wanted, but the corpus has only {len(found)} such")
    return found


def make_dialect(corpus: Corpus, pairs: int, seed: int) -> np.ndarray:
    """For each token id, the id that stands in its place: (V,); applied twice, nothing changes.

    Args:
        corpus: where the 2 · `pairs` words are counted.
        pairs: how many pairs of words change places.
        seed: which words are paired; the words are the same for all seeds.
    """
    words = np.random.default_rng(seed).permutation(common_words(corpus, 2 * pairs))
    table = np.arange(len(corpus.tokenizer))
    table[words[:pairs]], table[words[pairs:]] = words[pairs:], words[:pairs]
    return table


def retold(documents: Sequence[np.ndarray], table: np.ndarray) -> list[np.ndarray]:
    """The documents in the dialect.

    >>> retold([np.array([0, 2, 1])], np.array([0, 2, 1]))
    [array([0, 1, 2])]
    """
    if not np.array_equal(np.sort(table), np.arange(len(table))):
        raise ValueError("the table has to hold each id once; make_dialect gives one")
    for document in documents:
        if len(document) and not 0 <= np.min(document) <= np.max(document) < len(table):
            raise ValueError(f"{document!r:.60} holds ids outside 0 to {len(table) - 1}")
    return [table[document] for document in documents]
