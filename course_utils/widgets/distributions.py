"""Arithmetic on one distribution of the next token, (V,) probabilities, for the widgets."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from course_utils.generation import apply_temperature

TEMPERATURES = tuple(step / 10 for step in range(21))
"""The places on a temperature slider: 0 (greedy), 0.1, … 2."""


def check_distribution(probabilities: Any, vocabulary_size: int) -> np.ndarray:
    """Return what a predictor gave as float64 probabilities, (V,).

    Raises:
        ValueError: the shape is not (V,), a value is no number or negative, or the sum is more
            than 0.001 away from 1.
    """
    if hasattr(probabilities, "detach"):  # a torch tensor that may carry gradients
        probabilities = probabilities.detach().cpu().numpy()
    values = np.asarray(probabilities, dtype=np.float64)
    if values.shape != (vocabulary_size,):
        raise ValueError(
            f"Its shape is {values.shape}, but one probability for each of the "
            f"{vocabulary_size:,} tokens has shape ({vocabulary_size},)."
        )
    if not np.isfinite(values).all():
        token = int(np.argmin(np.isfinite(values)))
        raise ValueError(f"Token {token} has the probability {values[token]}.")
    if values.min() < 0:
        token = int(values.argmin())
        raise ValueError(f"Token {token} has the negative probability {values[token]:.4g}.")
    if abs(values.sum() - 1) > 1e-3:
        raise ValueError(f"Its probabilities sum to {values.sum():.4g}, not to 1.")
    return values


def at_temperature(probabilities: np.ndarray, temperature: float) -> np.ndarray:
    """Sharpen (T < 1) or flatten (T > 1) a distribution: p^(1/T) / Z, (V,) -> (V,).

    T = 0 is the limit, greedy: the most likely token gets everything, in equal parts where
    several are equally likely. Impossible tokens stay impossible.

    >>> at_temperature(np.array([0.8, 0.2]), 0.5).round(3)
    array([0.941, 0.059])
    """
    if temperature > 0:
        return apply_temperature(probabilities, temperature)
    best = probabilities >= probabilities.max() * (1 - 1e-9)
    return best / best.sum()


def entropy(probabilities: np.ndarray) -> float:
    """Entropy in bits, −Σ p log2 p: (V,) -> ()."""
    possible = probabilities[probabilities > 0]
    return max(0.0, float(-(possible * np.log2(possible)).sum()))


def most_likely(probabilities: np.ndarray, count: int) -> list[int]:
    """Ids of the `count` most likely tokens, impossible ones left out; ties by id."""
    order = np.argsort(-probabilities, kind="stable")[:count]
    return [int(token) for token in order if probabilities[token] > 0]


def ranks_of(probabilities: np.ndarray, ids: Sequence[int]) -> list[int]:
    """Rank of each token: 1 + how many are more likely, so that ties share a rank."""
    ascending = np.sort(probabilities)
    # The tolerance keeps equal counts equal when they were computed along different ways.
    not_above = np.searchsorted(ascending, probabilities[list(ids)] * (1 + 1e-9), side="right")
    return [int(1 + len(ascending) - count) for count in not_above]


def log_partition(probabilities: np.ndarray, temperature: float) -> float:
    """log2 of Z in p^(1/T) / Z; for T = 0, of the number of most likely tokens."""
    largest = probabilities.max()
    if temperature == 0:
        return float(np.log2((probabilities >= largest * (1 - 1e-9)).sum()))
    powers = (probabilities / largest) ** (1 / temperature)
    return float(np.log2(powers.sum()) + np.log2(largest) / temperature)
