"""From n-gram counts to probabilities: maximum likelihood and six ways to smooth it.

Every smoothing reads the list of `Evidence` that `ngram.evidence_for` gives, orders 0 … order, from
the bottom up, and returns one probability for each of the N predictions.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np

from course_utils.models.ngram import (
    TOO_SHORT,
    Evidence,
    NGramCounts,
    NGramModel,
    check_input,
    continuation_counts,
    evidence_for,
)


def uniform(evidence: list[Evidence]) -> np.ndarray:
    """Built in notebooks/week1_3_ngrams.ipynb, section 2.

    Order 0, where nothing is known: every id except `<start>` is equally likely. (N,)
    """
    return evidence[0].count / evidence[0].total


def longest_context(evidence: list[Evidence]) -> tuple[np.ndarray, np.ndarray]:
    """Built in notebooks/week1_3_ngrams.ipynb, section 2.

    Counts and totals at the highest order for which the document is long enough: (N,) each.
    """
    count, total = evidence[0].count, evidence[0].total
    for level in evidence[1:]:
        fits = level.context != TOO_SHORT
        count, total = np.where(fits, level.count, count), np.where(fits, level.total, total)
    return count, total


def maximum_likelihood(evidence: list[Evidence]) -> np.ndarray:
    """Built in notebooks/week1_3_ngrams.ipynb, section 2.

    Relative frequency in the longest context; 0 if that context was never seen.
    """
    count, total = longest_context(evidence)
    return count / np.maximum(total, 1)


def add_k(evidence: list[Evidence], k: float = 1.0) -> np.ndarray:
    """Built in notebooks/week1_3_ngrams.ipynb, section 4.

    Add k to every count in the longest context; k = 1 is Laplace's rule.
    """
    count, total = longest_context(evidence)
    every = evidence[0]  # 1 for every id except <start>, and the number of those ids
    return (count + k * every.count) / (total + k * every.total)


def stupid_backoff(evidence: list[Evidence], factor: float = 0.4) -> np.ndarray:
    """Built in notebooks/week1_3_ngrams.ipynb, section 4.

    Brants et al. (2007): a score, not a probability; it does not sum to one.
    """
    score = uniform(evidence)
    for level in evidence[1:]:
        frequency = level.count / np.maximum(level.total, 1)
        backed_off = np.where(level.context == TOO_SHORT, score, factor * score)
        score = np.where(level.count > 0, frequency, backed_off)
    return score


def relative_frequencies(evidence: list[Evidence]) -> np.ndarray:
    """Built in notebooks/week1_3_ngrams.ipynb, section 4.

    Maximum likelihood at every order, (order + 1, N).

    An order whose context was never seen repeats the estimate of the order below.
    """
    frequencies = [uniform(evidence)]
    for level in evidence[1:]:
        frequency = level.count / np.maximum(level.total, 1)
        frequencies.append(np.where(level.total > 0, frequency, frequencies[-1]))
    return np.array(frequencies)


def interpolate(evidence: list[Evidence], weights: np.ndarray) -> np.ndarray:
    """Built in notebooks/week1_3_ngrams.ipynb, section 4.

    Jelinek and Mercer (1980): a weighted mean of the orders; weights sum to one.
    """
    return np.asarray(weights) @ relative_frequencies(evidence)


def fit_weights(evidence: list[Evidence], steps: int = 50) -> np.ndarray:
    """Built in notebooks/week1_3_ngrams.ipynb, section 4.

    Interpolation weights, (order + 1,), that make held-out text most likely, by EM.

    The evidence must come from text that was not counted: on the training text all weight goes to
    the highest order.
    """
    frequencies = relative_frequencies(evidence)  # (order + 1, N)
    weights = np.full(len(frequencies), 1 / len(frequencies))
    for _ in range(steps):
        shares = weights[:, None] * frequencies
        weights = (shares / shares.sum(axis=0)).mean(axis=1)
    return weights


def absolute_discounting(
    evidence: list[Evidence], discounts: float | Sequence[float] = 0.75
) -> np.ndarray:
    """Built in notebooks/week1_3_ngrams.ipynb, section 5.

    Take a discount from every count and give it to the order below (Ney et al. 1994).

    With the counts of `continuation_counts` this is interpolated Kneser–Ney smoothing.

    Args:
        evidence: orders 0 … order.
        discounts: one number in [0, 1] for all orders, or one for each of the orders 1 … order.
    """
    discounts = np.broadcast_to(discounts, len(evidence) - 1)
    probability = uniform(evidence)
    for level, discount in zip(evidence[1:], discounts, strict=True):
        total = np.maximum(level.total, 1)
        kept = np.maximum(level.count - discount, 0) / total
        given_back = np.where(level.total > 0, discount * level.types / total, 1)
        probability = kept + given_back * probability
    return probability


def estimate_discounts(counts: NGramCounts) -> np.ndarray:
    """Built in notebooks/week1_3_ngrams.ipynb, section 5.

    Discounts n1 / (n1 + 2 n2) for the orders 1 … order (Ney et al. 1994): (order,).

    n1 and n2 are the numbers of k-grams that occur once and twice; an order without any of them
    gets 0.5.
    """
    discounts = []
    for level in counts.levels[1:]:
        once, twice = np.sum(level.counts == 1), np.sum(level.counts == 2)
        discounts.append(once / (once + 2 * twice) if once else 0.5)
    return np.array(discounts)


def good_turing_shares(counts: np.ndarray, limit: int = 5) -> np.ndarray:
    """Share of a count r that a k-gram keeps in Katz's back-off, r = 0 … limit + 1: (limit + 2,).

    Good (1953) and Turing estimate that what was seen r times deserves r* = (r + 1) n_{r+1} / n_r,
    where n_r k-grams occur r times. Katz (1987) leaves counts above the limit as they are, and
    enlarges the discounts up to the limit by one factor, so that together they still free n_1
    counts. Where a share would leave 0 … 1 (no n_r falls fast enough), r keeps (r - 0.5) / r.
    """
    if not 1 <= limit < np.inf:
        raise ValueError(f"limit is {limit}; at least counts of 1 are discounted")
    r = np.arange(1, limit + 1)
    n = np.bincount(counts.astype(np.int64), minlength=limit + 2)
    shares = (r - 0.5) / r
    if np.all(n[1 : limit + 2] > 0):
        top = (limit + 1) * n[limit + 1] / n[1]
        good_turing = ((r + 1) * n[r + 1] / (r * n[r]) - top) / (1 - top) if top < 1 else shares
        if np.all((good_turing > 0) & (good_turing <= 1)):
            shares = good_turing
    return np.concatenate([[0], shares, [1]])


class Katz:
    """Katz (1987) back-off: discounted counts where there are any, else the shorter context.

    Call it like every other smoothing, on evidence from the same counts. `shares[n - 1]` holds
    the shares of order n, `alpha[n - 1]` the factor of the shorter context after each context.
    """

    def __init__(self, counts: NGramCounts, limit: int = 5):
        self.limit, self.shares, self.scale, self.alpha = limit, [], [], []
        shorter = np.array([1 / (counts.vocabulary_size - 1)])  # order 0: uniform
        for level in counts.levels[1:]:
            shares = good_turing_shares(level.counts, limit)
            context, size = level.keys // counts.vocabulary_size, len(level.totals)
            total = np.maximum(level.totals, 1)
            seen = self.discounted(shares, level.counts) / total[context]
            mass = np.bincount(context, weights=seen, minlength=size)
            also_seen = shorter[level.suffixes] * (level.counts > 0)
            unseen = 1 - np.bincount(context, weights=also_seen, minlength=size)
            # Two corners: nothing was discounted (set half a count aside), or nothing is unseen.
            scale = np.where(mass > 1 - 1e-12, total / (total + 0.5), 1.0)
            scale = np.where(unseen < 1e-12, 1 / np.maximum(mass, 1e-12), scale)
            alpha = np.where(unseen < 1e-12, 0, (1 - scale * mass) / np.maximum(unseen, 1e-12))
            self.shares.append(shares)
            self.scale.append(scale)
            self.alpha.append(alpha)
            shorter = scale[context] * seen

    def discounted(self, shares: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """Each count times the share that it keeps."""
        return counts * shares[np.minimum(counts, self.limit + 1).astype(int)]

    def __call__(self, evidence: list[Evidence]) -> np.ndarray:
        """Probabilities (N,) for evidence of orders 0 … order."""
        if len(evidence) != len(self.shares) + 1:
            raise ValueError(
                f"evidence of {len(evidence)} orders; these counts have {len(self.shares) + 1}, "
                "from 0 on: ask evidence_for or evidence_after with the same counts"
            )
        probability = uniform(evidence)
        orders = zip(evidence[1:], self.shares, self.scale, self.alpha, strict=True)
        for level, shares, scale, alpha in orders:
            kept = self.discounted(shares, level.count) / np.maximum(level.total, 1)
            seen = scale[level.context] * kept
            backed_off = np.where(level.total > 0, alpha[level.context], 1) * probability
            probability = np.where(level.count > 0, seen, backed_off)
        return probability


def every_smoothing(
    counts: NGramCounts,
    held_out: Sequence[np.ndarray],
    ks: Sequence[float] = (1, 0.1, 0.01, 0.001, 0.0001),
) -> dict[str, NGramModel]:
    """Every smoothing that sums to one, on one table of counts; what is fitted uses `held_out`."""
    check_input(held_out, 1, counts.vocabulary_size)
    if not ks:
        raise ValueError("ks is empty; give at least one number to add to each count")
    evidence = evidence_for(counts, held_out)
    k = min(ks, key=lambda k: -np.log2(add_k(evidence, k)).mean())
    continued = continuation_counts(counts)
    discounts, fewer = estimate_discounts(counts), estimate_discounts(continued)
    return {
        "add k": NGramModel(counts, partial(add_k, k=k)),
        "interpolation": NGramModel(counts, partial(interpolate, weights=fit_weights(evidence))),
        "Katz": NGramModel(counts, Katz(counts)),
        "absolute discounting": NGramModel(
            counts, partial(absolute_discounting, discounts=discounts)
        ),
        "Kneser–Ney": NGramModel(continued, partial(absolute_discounting, discounts=fewer)),
    }
