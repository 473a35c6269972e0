"""From n-gram counts to probabilities: maximum likelihood and seven ways to smooth it.

Every smoothing reads the list of `Evidence` that `ngram.evidence_for` gives, orders 0 … order, from
the bottom up, and returns one probability for each of the N predictions.
"""

from collections.abc import Sequence

import numpy as np

from course_utils.models.ngram import Evidence, NGramCounts


def maximum_likelihood(evidence: list[Evidence]) -> np.ndarray:
    """Relative frequency at the highest order; 0 after a context that was never seen.

    Built in notebooks/week1_3_ngrams.ipynb, section 2.
    """
    top = evidence[-1]
    return top.count / np.maximum(top.total, 1)


def add_k(evidence: list[Evidence], k: float = 1.0) -> np.ndarray:
    """Add k to every count; k = 1 is Laplace's rule.

    Built in notebooks/week1_3_ngrams.ipynb, section 4.
    """
    every, top = evidence[0], evidence[-1]
    return (top.count + k * every.count) / (top.total + k * every.total)


def stupid_backoff(evidence: list[Evidence], factor: float = 0.4) -> np.ndarray:
    """Brants et al. (2007): a score, not a probability; it does not sum to one.

    Built in notebooks/week1_3_ngrams.ipynb, section 4.
    """
    score = evidence[0].count / evidence[0].total
    for level in evidence[1:]:
        frequency = level.count / np.maximum(level.total, 1)
        score = np.where(level.count > 0, frequency, factor * score)
    return score


def relative_frequencies(evidence: list[Evidence]) -> np.ndarray:
    """Maximum likelihood at every order, (order + 1, N).

    Built in notebooks/week1_3_ngrams.ipynb, section 4. An order whose context was never seen
    repeats the estimate of the order below.
    """
    frequencies = [evidence[0].count / evidence[0].total]
    for level in evidence[1:]:
        frequency = level.count / np.maximum(level.total, 1)
        frequencies.append(np.where(level.total > 0, frequency, frequencies[-1]))
    return np.array(frequencies)


def interpolate(evidence: list[Evidence], weights: np.ndarray) -> np.ndarray:
    """Jelinek and Mercer (1980): a weighted mean of the orders; weights sum to one.

    Built in notebooks/week1_3_ngrams.ipynb, section 4.
    """
    return np.asarray(weights) @ relative_frequencies(evidence)


def fit_weights(evidence: list[Evidence], steps: int = 50) -> np.ndarray:
    """Interpolation weights, (order + 1,), that make held-out text most likely, by EM.

    Built in notebooks/week1_3_ngrams.ipynb, section 4. The evidence must come from text that
    was not counted: on the training text all weight goes to the highest order.
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
    """Take a discount from every count and give it to the order below (Ney et al. 1994).

    Built in notebooks/week1_3_ngrams.ipynb, section 5. With the counts of
    `continuation_counts` this is interpolated Kneser–Ney smoothing.

    Args:
        evidence: orders 0 … order.
        discounts: one number in [0, 1] for all orders, or one for each of the orders 1 … order.
    """
    discounts = np.broadcast_to(discounts, len(evidence) - 1)
    probability = evidence[0].count / evidence[0].total
    for level, discount in zip(evidence[1:], discounts, strict=True):
        total = np.maximum(level.total, 1)
        kept = np.maximum(level.count - discount, 0) / total
        given_back = np.where(level.total > 0, discount * level.types / total, 1)
        probability = kept + given_back * probability
    return probability


def estimate_discounts(counts: NGramCounts) -> np.ndarray:
    """Discounts n1 / (n1 + 2 n2) for the orders 1 … order (Ney et al. 1994): (order,).

    Built in notebooks/week1_3_ngrams.ipynb, section 5. n1 and n2 are the numbers of k-grams
    that occur once and twice; an order without any of them gets 0.5.
    """
    discounts = []
    for level in counts.levels[1:]:
        once, twice = np.sum(level.counts == 1), np.sum(level.counts == 2)
        discounts.append(once / (once + 2 * twice) if once else 0.5)
    return np.array(discounts)


def good_turing_ratios(counts: np.ndarray, limit: int = 5) -> np.ndarray:
    """Katz's share of a count r that a k-gram keeps, r = 0 … limit + 1: (limit + 2,).

    Built in notebooks/week1_3_ngrams.ipynb, section 4. Good and Turing estimate that what was
    seen r times deserves r* = (r + 1) n_{r+1} / n_r, where n_r k-grams occur r times. Katz
    (1987) trusts counts above the limit and rescales r* / r to meet 1 there. Where the counts
    of counts are too few for that, a count r <= limit keeps (r - 0.5) / r.
    """
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

    Built in notebooks/week1_3_ngrams.ipynb, section 4. Call it like every other smoothing, on
    evidence from the same counts.
    """

    def __init__(self, counts: NGramCounts, limit: int = 5):
        self.limit, self.shares, self.scale, self.left_over = limit, [], [], []
        below = np.array([1 / (counts.vocabulary_size - 1)])  # order 0: uniform
        for level in counts.levels[1:]:
            shares = good_turing_ratios(level.counts, limit)
            context, size = level.keys // counts.vocabulary_size, len(level.totals)
            total = np.maximum(level.totals, 1)
            seen = self.keep(shares, level.counts) / total[context]
            mass = np.bincount(context, weights=seen, minlength=size)
            lower = below[level.suffixes] * (level.counts > 0)
            unseen = 1 - np.bincount(context, weights=lower, minlength=size)
            # Two corners: nothing was discounted (set half a count aside), or nothing is unseen.
            scale = np.where(mass > 1 - 1e-12, total / (total + 0.5), 1.0)
            scale = np.where(unseen < 1e-12, 1 / np.maximum(mass, 1e-12), scale)
            left_over = np.where(unseen < 1e-12, 0, (1 - scale * mass) / np.maximum(unseen, 1e-12))
            self.shares.append(shares)
            self.scale.append(scale)
            self.left_over.append(left_over)
            below = scale[context] * seen

    def keep(self, shares: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """Discounted counts."""
        return counts * shares[np.minimum(counts, self.limit + 1).astype(int)]

    def __call__(self, evidence: list[Evidence]) -> np.ndarray:
        """Probabilities (N,) for evidence of orders 0 … order."""
        probability = evidence[0].count / evidence[0].total
        orders = zip(evidence[1:], self.shares, self.scale, self.left_over, strict=True)
        for level, shares, scale, left_over in orders:
            kept = self.keep(shares, level.count) / np.maximum(level.total, 1)
            seen = scale[level.context] * kept
            backed_off = np.where(level.total > 0, left_over[level.context], 1) * probability
            probability = np.where(level.count > 0, seen, backed_off)
        return probability
