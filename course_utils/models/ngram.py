"""n-gram language models: counts of short token sequences, and what they say about the next.

A model is two things: counts (`count_ngrams`) and a smoothing (`smoothing.py`), a function from
the evidence about N predictions to N probabilities. The evidence is a list with one entry for
each order: entry 0 says "every token counts once", entry 1 holds the unigram counts, entry 2
the bigram counts, and so on.

Documents are arrays of token ids that end with `<end>`. One `<start>` is put before each; near
the beginning of a document the context is shorter. `<start>` itself is never predicted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from course_utils.tokenizers import START

TOO_SHORT = -2  # a context that would begin before <start>


class Level(NamedTuple):
    """Built in notebooks/week1_3_ngrams.ipynb, section 2.

    All distinct k-grams of a text, for one k.

    A k-gram is stored as one integer: row of its first k - 1 tokens in the level below, times
    vocabulary size, plus last token.
    """

    keys: np.ndarray  # (M,) the k-grams, ascending
    counts: np.ndarray  # (M,) how often each occurs
    suffixes: np.ndarray  # (M,) row of its last k - 1 tokens in the level below
    totals: np.ndarray  # (rows of the level below,) sum of counts in each context
    types: np.ndarray  # (rows of the level below,) number of different tokens in each context


class Evidence(NamedTuple):
    """Built in notebooks/week1_3_ngrams.ipynb, section 2.

    What the counts say about N predictions, for one order k.
    """

    count: np.ndarray  # (N,) how often the token followed the context of k - 1 tokens
    total: np.ndarray  # (N,) how often anything followed it; 0 if the context was never seen
    types: np.ndarray  # (N,) how many different tokens followed it
    context: np.ndarray  # (N,) row of the context; -1 never seen, TOO_SHORT before <start>


def join_documents(documents: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Built in notebooks/week1_3_ngrams.ipynb, section 2.

    One stream of tokens with `<start>` before each document, and the position of each.

    >>> tokens, position = join_documents([np.array([7, 8]), np.array([9])])
    >>> tokens.tolist(), position.tolist()
    ([1, 7, 8, 1, 9], [0, 1, 2, 0, 1])
    """
    tokens = [part for document in documents for part in ([START], document)]
    position = [np.arange(len(document) + 1) for document in documents]
    return np.concatenate(tokens).astype(np.int64), np.concatenate(position)


def find(keys: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Built in notebooks/week1_3_ngrams.ipynb, section 2.

    Row of each wanted value in the ascending array `keys`, or -1 where it is absent.

    >>> find(np.array([2, 5, 9]), np.array([5, 6, 10])).tolist()
    [1, -1, -1]
    """
    rows = np.searchsorted(keys, wanted).clip(max=len(keys) - 1)
    return np.where(keys[rows] == wanted, rows, -1)


def make_level(
    keys: np.ndarray, counts: np.ndarray, suffixes: np.ndarray, contexts: int, size: int
) -> Level:
    """Built in notebooks/week1_3_ngrams.ipynb, section 2.

    A `Level` with its totals and types summed up for each of the `contexts`.
    """
    totals = np.bincount(keys // size, weights=counts, minlength=contexts)
    types = np.bincount(keys // size, weights=counts > 0, minlength=contexts)
    return Level(keys, counts, suffixes, totals, types)


@dataclass(frozen=True)
class NGramCounts:
    """Built in notebooks/week1_3_ngrams.ipynb, section 2.

    Counts of all k-grams, k = 1 … order, in `levels[k]`; `levels[0]` is the empty k-gram.

    Made by `count_ngrams`.
    """

    levels: tuple[Level, ...]
    vocabulary_size: int


def count_ngrams(documents: Sequence[np.ndarray], order: int, vocabulary_size: int) -> NGramCounts:
    """Built in notebooks/week1_3_ngrams.ipynb, section 2.

    Count every k-gram of the documents, k = 1 … order; one sort for each order.

    Args:
        documents: arrays of token ids below `vocabulary_size`, each ending with `<end>`.
        order: length of the longest k-gram, at least 1.
        vocabulary_size: number V of token ids.

    Raises:
        ValueError: if there is no document, a token is outside the vocabulary, or
            order is below 1 or above the length of the longest document with `<start>`.

    >>> counts = count_ngrams([np.array([7, 8, 7, 2])], order=2, vocabulary_size=10)
    >>> evidence = evidence_after(counts, [7])[2]  # bigrams that begin with 7: 7 8 and 7 2
    >>> evidence.total.item(), evidence.count[8].item()
    (2.0, 1)
    """
    check_input(documents, order, vocabulary_size)
    tokens, position = join_documents(documents)
    rows, empty = np.zeros_like(tokens), np.zeros(1, dtype=np.int64)
    levels = [Level(empty, empty, empty, empty, empty)]
    for k in range(1, order + 1):
        context = np.concatenate([[0], rows[:-1]])
        inside = position >= k - 1  # the k-gram that ends here lies within one document
        keys, first, row, counts = np.unique(
            (context * vocabulary_size + tokens)[inside],
            return_index=True,
            return_inverse=True,
            return_counts=True,
        )
        suffixes = rows[inside][first]
        rows = np.full(len(tokens), -1)
        rows[inside] = row
        if k == 1:
            counts[keys == START] = 0  # a context, but never a prediction
        contexts = len(levels[-1].keys)
        levels.append(make_level(keys, counts, suffixes, contexts, vocabulary_size))
    return NGramCounts(tuple(levels), vocabulary_size)


def check_input(documents: Sequence[np.ndarray], order: int, vocabulary_size: int) -> None:
    """Raise one clear ValueError for input that cannot be counted."""
    if order < 1:
        raise ValueError(f"order is {order}; an n-gram has at least one token, use order >= 1")
    if len(documents) == 0:
        raise ValueError("there are no documents to count; pass at least one array of token ids")
    for document in documents:
        if np.ndim(document) != 1 or (
            len(document) and np.asarray(document).dtype.kind not in "iu"
        ):
            raise ValueError(
                f"a document is {document!r:.60}; each must be a row of whole numbers, token ids"
            )
    longest = max(len(document) for document in documents) + 1
    if order > longest:
        raise ValueError(
            f"order is {order}, but with <start> the longest document has {longest} tokens; "
            f"use order <= {longest}"
        )
    low = min((int(np.min(d)) for d in documents if len(d)), default=0)
    high = max((int(np.max(d)) for d in documents if len(d)), default=0)
    if low < 0 or high >= vocabulary_size:
        raise ValueError(
            f"token ids run from {low} to {high}, but the vocabulary has {vocabulary_size} "
            f"tokens, 0 to {vocabulary_size - 1}; pass len(tokenizer) of the same tokenizer"
        )


def row_of(counts: NGramCounts, tokens: Sequence[int]) -> np.ndarray:
    """Built in notebooks/week1_3_ngrams.ipynb, section 2.

    Row of one k-gram in `counts.levels[k]`; -1 if it was never seen, 0 for the empty one.
    """
    row = np.array(0)
    for k, token in enumerate(tokens, start=1):
        row = find(counts.levels[k].keys, row * counts.vocabulary_size + token)
    return row


def look_up(level: Level, context: np.ndarray, rows: np.ndarray) -> Evidence:
    """Built in notebooks/week1_3_ngrams.ipynb, section 2.

    Evidence of one order, given the rows of contexts and of k-grams (-1: never seen).
    """
    return Evidence(
        count=np.where(rows >= 0, level.counts[rows], 0),
        total=np.where(context >= 0, level.totals[context], 0),
        types=np.where(context >= 0, level.types[context], 0),
        context=context,
    )


def no_evidence(tokens: np.ndarray, vocabulary_size: int) -> Evidence:
    """Built in notebooks/week1_3_ngrams.ipynb, section 2.

    Order 0: every token except `<start>` counts once.
    """
    every = np.full(len(tokens), vocabulary_size - 1)
    return Evidence((tokens != START).astype(int), every, every, np.zeros_like(tokens))


def evidence_for(counts: NGramCounts, documents: Sequence[np.ndarray]) -> list[Evidence]:
    """Built in notebooks/week1_3_ngrams.ipynb, section 2.

    Evidence of orders 0 … order for each token of the documents, in reading order: (N,).
    """
    tokens, position = join_documents(documents)
    predicted, context = position > 0, np.zeros_like(tokens)
    evidence = [no_evidence(tokens[predicted], counts.vocabulary_size)]
    for k, level in enumerate(counts.levels[1:], start=1):
        rows = find(level.keys, context * counts.vocabulary_size + tokens)
        evidence.append(look_up(level, context[predicted], rows[predicted]))
        context = np.concatenate([[-1], rows[:-1]])
        context[position < k] = TOO_SHORT
    return evidence


def evidence_after(counts: NGramCounts, context: Sequence[int]) -> list[Evidence]:
    """Built in notebooks/week1_3_ngrams.ipynb, section 2.

    Evidence of orders 0 … order for each of the V tokens after the document so far: (V,).
    """
    every_token, history = np.arange(counts.vocabulary_size), [START, *context]
    evidence = [no_evidence(every_token, counts.vocabulary_size)]
    for k, level in enumerate(counts.levels[1:], start=1):
        fits = k - 1 <= len(history)
        row = row_of(counts, history[len(history) - (k - 1) :]) if fits else np.array(TOO_SHORT)
        rows = find(level.keys, row * counts.vocabulary_size + every_token)
        evidence.append(look_up(level, row, rows))
    return evidence


@dataclass(frozen=True)
class NGramModel:
    """Built in notebooks/week1_3_ngrams.ipynb, section 2.

    Counts and a smoothing: an n-gram language model.
    """

    counts: NGramCounts
    smoothing: Callable[[list[Evidence]], np.ndarray]

    def distribution(self, context: Sequence[int] = ()) -> np.ndarray:
        """Probability of each of the V tokens after the document so far: (V,)."""
        return self.smoothing(evidence_after(self.counts, context))

    def log2_probabilities(self, documents: Sequence[np.ndarray]) -> np.ndarray:
        """log2 of the probability of each token, all documents in reading order: (N,)."""
        with np.errstate(divide="ignore"):  # log2(0) = -inf is the honest answer
            return np.log2(self.smoothing(evidence_for(self.counts, documents)))


def continuation_counts(counts: NGramCounts) -> NGramCounts:
    """Built in notebooks/week1_3_ngrams.ipynb, section 5.

    The counts that Kneser and Ney (1995) use below the highest order.

    Each k-gram counts once for every different token found before it. A k-gram that begins with
    `<start>` has no token before it and keeps its ordinary count (as in Heafield et al. 2013).
    """
    levels = list(counts.levels)
    for k in range(1, len(levels) - 1):
        keys, ordinary, suffixes, *_ = levels[k]
        before = np.bincount(levels[k + 1].suffixes, minlength=len(keys))
        new = np.where(before > 0, before, ordinary)
        contexts = len(levels[k - 1].keys)
        levels[k] = make_level(keys, new, suffixes, contexts, counts.vocabulary_size)
    return replace(counts, levels=tuple(levels))
