"""Word vectors from counts: who stands near whom, how surprising that is, and in fewer numbers.

Counting first and factorizing afterwards: PPMI with a truncated singular value decomposition
(Levy and Goldberg 2014) and GloVe (Pennington et al. 2014).
"""

from collections.abc import Callable, Sequence

import numpy as np


def cooccurrence(
    documents: Sequence[np.ndarray], vocabulary_size: int, window: int, *, by_distance: bool = False
) -> np.ndarray:
    """Built in notebooks/week1_2_embeddings.ipynb, section 3: who stands near whom, counted.

    How often each word stands within `window` words of each other: (V, V), symmetric.

    Pairs never cross documents. With `by_distance`, a pair that is d words apart counts 1 / d.

    >>> cooccurrence([np.array([0, 1, 0])], 2, window=1).tolist()
    [[0.0, 2.0], [2.0, 0.0]]
    """
    tokens = np.concatenate(documents)
    numbers = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
    counts = np.zeros(vocabulary_size**2)
    for distance in range(1, window + 1):
        inside = numbers[distance:] == numbers[:-distance]
        pairs = tokens[:-distance][inside] * vocabulary_size + tokens[distance:][inside]
        found = np.bincount(pairs, minlength=vocabulary_size**2)
        counts += found / distance if by_distance else found
    right = counts.reshape(vocabulary_size, vocabulary_size)  # [i, j]: j to the right of i
    return right + right.T


def ppmi(counts: np.ndarray) -> np.ndarray:
    """Built in notebooks/week1_2_embeddings.ipynb, section 3: positive PMI of each pair.

    (V, V), in nats.

    PMI = ln(P(i, j) / (P(i) P(j))): how much more often two words meet than if they met by chance.
    Negative values, and pairs that never met, become 0.

    >>> ppmi(np.array([[0, 2], [2, 0]])).round(3).tolist()
    [[0.0, 0.693], [0.693, 0.0]]
    """
    total = max(counts.sum(), 1)
    chance = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / total  # expected counts
    ratio = np.divide(counts, chance, out=np.zeros(counts.shape), where=chance > 0)
    return np.log(np.maximum(ratio, 1))


def truncated_svd(matrix: np.ndarray, size: int) -> np.ndarray:
    """Built in notebooks/week1_2_embeddings.ipynb, section 3: rows in fewer numbers.

    (V, size): U √S of the largest singular values of `matrix`.

    Raises:
        ValueError: for a size below 1, or above the number of rows or columns.
    """
    if not 1 <= size <= min(matrix.shape):
        raise ValueError(f"size is {size}; a matrix of {matrix.shape} has 1 to {min(matrix.shape)}")
    left, values, _ = np.linalg.svd(matrix)
    return left[:, :size] * np.sqrt(values[:size])


def glove_weight(counts: np.ndarray, most: float = 100.0, power: float = 0.75) -> np.ndarray:
    """Built in notebooks/week1_2_embeddings.ipynb, section 5: how much a pair counts.

    (count / most) ** power, at most 1; 0 if it never met.

    >>> glove_weight(np.array([0, 1, 100, 5000])).round(3).tolist()
    [0.0, 0.032, 1.0, 1.0]
    """
    return np.minimum(1, (counts / most) ** power)


def glove_gradients(
    words: np.ndarray, neighbors: np.ndarray, log_counts: np.ndarray, weights: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """Built in notebooks/week1_2_embeddings.ipynb, section 5: GloVe's loss and its gradients.

    The loss is Σ weight (w · w̃ + b + b̃ − ln count)² / 2.

    The biases are the last two columns: `words` end in (b, 1), `neighbors` in (1, b̃), so that one
    matrix product adds everything.

    Args:
        words: (R, C + 2).
        neighbors: (V, C + 2).
        log_counts, weights: (R, V).
    """
    error = words @ neighbors.T - log_counts  # (R, V)
    weighted = weights * error
    return 0.5 * float((weighted * error).sum()), weighted @ neighbors, weighted.T @ words


def train_glove(
    counts: np.ndarray,
    size: int = 50,
    epochs: int = 50,
    rate: float = 0.05,
    seed: int = 0,
    on_epoch: Callable[[int, float], None] = lambda epoch, loss: None,
) -> np.ndarray:
    """Fit GloVe to co-occurrence counts by AdaGrad; return the sum of both vectors, (V, size).

    AdaGrad divides each number's step by the root of its summed squared gradients: what has moved
    much takes smaller steps.

    Args:
        counts: (V, V), usually with `by_distance`.
        size: C, numbers in a vector.
        epochs: passes over the matrix, which is read some hundred rows at a time.
        rate: AdaGrad's first step.
        seed: of the first vectors.
        on_epoch: called after each epoch with its number from 1 and its loss per pair that met.
    """
    square = counts.ndim == 2 and len(counts) == counts.shape[1] > 0
    if not (square and counts.min() >= 0 and np.isfinite(counts).all() and size >= 1):
        raise ValueError(
            f"counts of shape {counts.shape}, size {size}; counts are a square of finite numbers "
            "from 0 on, as `cooccurrence` gives, and size is at least 1"
        )
    if not 0 <= rate < np.inf:
        raise ValueError(f"rate is {rate}; it is a step from 0 on")
    random = np.random.default_rng(seed)
    words = (random.random((len(counts), size + 2)) - 0.5) / size
    neighbors = (random.random((len(counts), size + 2)) - 0.5) / size
    words[:, -1] = neighbors[:, -2] = 1  # each meets the other's bias, and stays 1
    squares, squares_neighbors = np.full_like(words, 1e-8), np.full_like(neighbors, 1e-8)
    log_counts, weights = np.log(np.maximum(counts, 1e-12)), glove_weight(counts)
    for epoch in range(1, epochs + 1):
        loss = 0.0
        for rows in np.array_split(random.permutation(len(counts)), max(1, len(counts) // 128)):
            part, for_words, for_neighbors = glove_gradients(
                words[rows], neighbors, log_counts[rows], weights[rows]
            )
            for_words[:, -1] = for_neighbors[:, -2] = 0  # the ones stay
            squares[rows] += for_words**2
            squares_neighbors += for_neighbors**2
            words[rows] -= rate * for_words / np.sqrt(squares[rows])
            neighbors -= rate * for_neighbors / np.sqrt(squares_neighbors)
            loss += part
        on_epoch(epoch, loss / max((counts > 0).sum(), 1))
    return words[:, :size] + neighbors[:, :size]
