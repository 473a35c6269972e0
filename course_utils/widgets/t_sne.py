"""t-SNE, exact: a map that keeps neighborhoods and gives up distances.

van der Maaten and Hinton, "Visualizing Data using t-SNE" (2008). The course needs it for at most
2,000 words, where the exact algorithm takes seconds in numpy; a library would bring a large
dependency for sixty lines that can be read. The tests compare its loss with scikit-learn's.
"""

from collections.abc import Callable

import numpy as np

from course_utils.widgets.geometry import principal_components

MOST_POINTS = 2000
STEPS = 500
EXAGGERATED_STEPS = 150
EXAGGERATION = 12.0


def t_sne(
    vectors: np.ndarray,
    *,
    perplexity: float = 30.0,
    steps: int = STEPS,
    on_step: Callable[[int], None] = lambda step: None,
) -> tuple[np.ndarray, float]:
    """Find positions whose neighborhoods are like those of the vectors.

    It starts from the principal components, so that it is the same every time.

    Args:
        vectors: (N, C), N at most 2,000.
        perplexity: about how many neighbors each point attends to; lowered to (N − 1) / 3.
        steps: of gradient descent.
        on_step: called after each step with its number, from 1.

    Returns:
        Positions, (N, 2) float32, and the loss: KL(P ‖ Q) in nats.

    Raises:
        ValueError: for fewer than 5 or more than 2,000 points.
    """
    points = len(vectors)
    if not 5 <= points <= MOST_POINTS:
        raise ValueError(f"t-SNE of {points} points; give 5 to {MOST_POINTS}")
    similar = _similarities(vectors, min(perplexity, (points - 1) / 3))
    positions = principal_components(vectors).map(np.asarray(vectors, dtype=np.float64))
    positions *= 1e-4 / max(positions[:, 0].std(), 1e-12)
    velocity = np.zeros_like(positions)
    gain = np.ones_like(positions)
    rate = max(points / EXAGGERATION / 4, 50.0)
    for step in range(1, steps + 1):
        early = step <= EXAGGERATED_STEPS
        # Exaggerated similarities first pull clusters together while they can still pass.
        gradient = _gradient(similar, positions, EXAGGERATION if early else 1.0)
        turned = (gradient > 0) == (velocity > 0)
        gain = np.maximum(np.where(turned, gain * 0.8, gain + 0.2), 0.01)
        velocity = (0.5 if early else 0.8) * velocity - rate * gain * gradient
        positions = positions + velocity
        on_step(step)
    kernel = _kernel(positions)
    shares = np.maximum(kernel / kernel.sum(), 1e-12)
    loss = float((similar * np.log(np.maximum(similar, 1e-12) / shares)).sum(dtype=np.float64))
    return (positions - positions.mean(axis=0)).astype(np.float32), loss


def _similarities(vectors: np.ndarray, perplexity: float) -> np.ndarray:
    """P, (N, N) float32, symmetric, sums to 1: how readily points pick each other as neighbors."""
    vectors = np.asarray(vectors, dtype=np.float64)
    lengths = np.einsum("nc,nc->n", vectors, vectors)
    distances = np.maximum(lengths[:, None] - 2 * vectors @ vectors.T + lengths, 0)
    np.fill_diagonal(distances, np.inf)
    distances -= distances.min(axis=1, keepdims=True)  # only differences matter; exp(0) exists
    low, high = np.zeros(len(vectors)), np.full(len(vectors), np.inf)
    precision = 1 / np.maximum(np.median(distances, axis=1), 1e-12)
    finite = np.where(np.isfinite(distances), distances, 0)
    for _ in range(60):  # bisection: the precision at which each row's entropy fits
        weights = np.exp(-distances * precision[:, None])
        total = weights.sum(axis=1)
        entropy = np.log(total) + precision * (finite * weights).sum(axis=1) / total
        wide = entropy > np.log(perplexity)
        low, high = np.where(wide, precision, low), np.where(wide, high, precision)
        precision = np.where(np.isinf(high), precision * 2, (low + high) / 2)
        if np.abs(entropy - np.log(perplexity)).max() < 1e-5:
            break
    conditional = weights / total[:, None]
    return ((conditional + conditional.T) / (2 * len(vectors))).astype(np.float32)


def _kernel(positions: np.ndarray) -> np.ndarray:
    """1 / (1 + squared distance) for each pair, (N, N) float32; 0 for a point and itself."""
    positions = positions.astype(np.float32)
    lengths = np.einsum("nc,nc->n", positions, positions)
    kernel = positions @ (-2 * positions.T)
    kernel += lengths[:, None]
    kernel += 1 + lengths
    np.maximum(kernel, 1, out=kernel)
    np.reciprocal(kernel, out=kernel)
    np.fill_diagonal(kernel, 0)
    return kernel


def _gradient(similar: np.ndarray, positions: np.ndarray, exaggeration: float) -> np.ndarray:
    """Of KL(P ‖ Q): 4 Σ_j (p_ij − q_ij) (y_i − y_j) / (1 + |y_i − y_j|²), (N, 2)."""
    kernel = _kernel(positions)
    force = kernel * (-1 / kernel.sum(dtype=np.float64)).astype(np.float32)
    force += similar * np.float32(exaggeration)
    force *= kernel
    return 4 * (force.sum(axis=1)[:, None] * positions - force @ positions)
