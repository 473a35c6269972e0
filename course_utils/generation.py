"""From next-token probabilities to text."""

from collections.abc import Callable, Sequence

import numpy as np

from course_utils.tokenizers import END


def apply_temperature(probabilities: np.ndarray, temperature: float) -> np.ndarray:
    """Built in notebooks/week1_3_ngrams.ipynb, section 6.

    Sharpen (temperature < 1) or flatten (> 1) a distribution: p^(1/T), scaled to sum to one.

    In terms of logits, this is softmax(logits / T). Temperature 0 is the limit: all mass on the
    most likely token.

    Args:
        probabilities: (V,), non-negative.
        temperature: T >= 0.

    Raises:
        ValueError: for a negative temperature.

    >>> apply_temperature(np.array([0.8, 0.2]), 0.5).round(3).tolist()
    [0.941, 0.059]
    """
    if temperature < 0:
        raise ValueError(f"temperature is {temperature}; use 0 (greedy) or a positive number")
    scaled = np.asarray(probabilities, dtype=float)
    if temperature == 0:
        return (np.arange(len(scaled)) == scaled.argmax()).astype(float)
    scaled = (scaled / scaled.max()) ** (1 / temperature)  # the largest is 1: no underflow to 0/0
    return scaled / scaled.sum()


def sample(
    distribution: Callable[[Sequence[int]], np.ndarray],
    context: Sequence[int] = (),
    max_tokens: int = 256,
    temperature: float = 1.0,
    seed: int = 0,
) -> list[int]:
    """Built in notebooks/week1_3_ngrams.ipynb, section 6.

    Continue a document token by token until `<end>` or `max_tokens` new tokens.

    Args:
        distribution: maps the document so far to the probabilities of the next token, (V,).
        context: the beginning of the document, as token ids.
        max_tokens: upper limit of new tokens.
        temperature: see `apply_temperature`.
        seed: of the drawing.

    Returns:
        context and continuation, without `<end>`.

    >>> sample(lambda tokens: np.eye(20)[17 if len(tokens) < 3 else END])
    [17, 17, 17]
    """
    random, tokens = np.random.default_rng(seed), list(context)
    for _ in range(max_tokens):
        probabilities = apply_temperature(distribution(tokens), temperature)
        token = int(random.choice(len(probabilities), p=probabilities))
        if token == END:
            break
        tokens.append(token)
    return tokens


def top_k(probabilities: np.ndarray, k: int) -> np.ndarray:
    """Built in notebooks/week5_1_pretraining.ipynb, section 4.

    Keep the k most likely tokens, and scale them to sum to one (Fan, Lewis and Dauphin 2018). Of
    equally likely ones at the border, the first ids stay.

    Args:
        probabilities: (V,), non-negative.
        k: how many stay, at least 1.

    Raises:
        ValueError: for k below 1.

    >>> top_k(np.array([0.1, 0.6, 0.3]), 2).round(3).tolist()
    [0.0, 0.667, 0.333]
    """
    if k < 1:
        raise ValueError(f"k is {k}; at least one token must stay")
    kept = np.zeros(len(probabilities))
    best = np.argsort(-np.asarray(probabilities, dtype=float), kind="stable")[:k]
    kept[best] = np.asarray(probabilities)[best]
    return kept / kept.sum()


def nucleus(probabilities: np.ndarray, share: float) -> np.ndarray:
    """Keep the fewest most likely tokens that have `share` of the probability together.

    The exercise of notebooks/week5_1_pretraining.ipynb, section 4 (Holtzman et al. 2020, "top-p").
    The token that reaches the share belongs to them, so one always stays.

    Args:
        probabilities: (V,), non-negative.
        share: above 0, at most 1.

    Raises:
        ValueError: for another share, and for what is no distribution.

    >>> nucleus(np.array([0.1, 0.6, 0.3]), 0.8).round(3).tolist()
    [0.0, 0.667, 0.333]
    """
    if not 0 < share <= 1:
        raise ValueError(f"share is {share}; choose one above 0 and at most 1")
    probabilities = np.asarray(probabilities, dtype=float)
    if probabilities.ndim != 1 or not 0 < probabilities.sum() < np.inf or probabilities.min() < 0:
        raise ValueError(f"{probabilities!r:.60} are no probabilities (V,), from 0 on, not all 0")
    order = np.argsort(-probabilities, kind="stable")
    before = np.cumsum(probabilities[order]) - probabilities[order]  # of all more likely ones
    kept = np.zeros(len(probabilities))
    best = order[before < share * probabilities.sum()]
    kept[best] = probabilities[best]
    return kept / kept.sum()


def filtered(
    distribution: Callable[[Sequence[int]], np.ndarray],
    *changes: Callable[[np.ndarray], np.ndarray],
) -> Callable[[Sequence[int]], np.ndarray]:
    """Built in notebooks/week5_1_pretraining.ipynb, section 4.

    A distribution whose every answer goes through the changes, one after another.

    >>> greedy = filtered(lambda tokens: np.array([0.4, 0.6]), lambda p: top_k(p, 1))
    >>> greedy([]).tolist()
    [0.0, 1.0]
    """

    def changed(context: Sequence[int] = ()) -> np.ndarray:
        probabilities = distribution(context)
        for change in changes:
            probabilities = change(probabilities)
        return probabilities

    return changed
