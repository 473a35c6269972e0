"""From next-token probabilities to text."""

from collections.abc import Callable, Sequence

import numpy as np

from course_utils.tokenizers import END


def apply_temperature(probabilities: np.ndarray, temperature: float) -> np.ndarray:
    """Built in notebooks/week1_3_ngrams.ipynb, section 6.

    Sharpen (temperature < 1) or flatten (> 1) a distribution: p^(1/T), scaled to sum to one.

    In terms of logits, this is
    softmax(logits / T). Temperature 0 is the limit: all mass on the most likely token.

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
        return np.eye(len(scaled))[scaled.argmax()]
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
