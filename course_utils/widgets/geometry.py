"""The geometry of word vectors: neighbors, analogies, and maps with two dimensions.

All vectors of a vocabulary are the rows of one array, (V, C). The two metrics are two spaces:
with "cosine" every vector is first scaled to length 1 (`in_space`), with "euclidean" it stays as
it is. Within a space, neighbors, analogies, axes and maps all use the same vectors.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

METRICS = ("cosine", "euclidean")


def in_space(vectors: np.ndarray, metric: str) -> np.ndarray:
    """The vectors of a metric's space, (…, C) float32: scaled to length 1 for "cosine".

    A vector of zeros has no direction; it stays zero, at cosine 0 to every other.
    """
    vectors = np.asarray(vectors, dtype=np.float32)
    if metric == "euclidean":
        return vectors
    length = np.sqrt(np.einsum("...c,...c->...", vectors, vectors))[..., None]
    return vectors / np.where(length > 0, length, 1)


def nearest(
    vectors: np.ndarray, query: np.ndarray, metric: str, count: int, without: Sequence[int] = ()
) -> tuple[np.ndarray, np.ndarray]:
    """The nearest rows to a query, nearest first; of equal ones the earlier row comes first.

    Args:
        vectors: (V, C) of the metric's space.
        query: (C,); with "cosine" of any length.
        metric: "cosine" or "euclidean".
        count: how many; fewer are returned when there are no more.
        without: rows that are left out.

    Returns:
        Row numbers, and the cosines (high is near) or the distances (low is near).
    """
    if metric == "cosine":
        scores = vectors @ in_space(query, "cosine")
        order = -scores
    else:
        # Not |v|² − 2 v·q + |q|²: for vectors close together its float32 differences drown.
        difference = vectors - query
        scores = np.sqrt(np.einsum("vc,vc->v", difference, difference))
        order = scores.copy()
    order[list(without)] = np.inf
    count = max(0, min(count, len(vectors) - len(set(without))))
    last = np.partition(order, count - 1)[count - 1] if count else -np.inf
    ids = np.flatnonzero(order <= last)  # more than `count` where several tie for the last place
    ids = ids[np.argsort(order[ids], kind="stable")][:count]
    return ids, scores[ids]


def analogy_query(vectors: np.ndarray, first: int, second: int, third: int) -> np.ndarray:
    """Where first : second :: third : ? points to: second − first + third, (C,).

    With vectors of length 1 this is the 3CosAdd of Mikolov, Yih and Zweig (2013) as Levy and
    Goldberg (2014) name it.
    """
    return vectors[second] - vectors[first] + vectors[third]


@dataclass(frozen=True)
class PrincipalComponents:
    """The widest directions of a cloud of points, and how much of its variance each carries."""

    mean: np.ndarray  # (C,)
    directions: np.ndarray  # (count, C), each of length 1, at right angles
    explained: np.ndarray  # (count,), shares of the whole variance

    def map(self, vectors: np.ndarray) -> np.ndarray:
        """Positions, (…, count) float32, of vectors (…, C)."""
        return ((vectors - self.mean) @ self.directions.T).astype(np.float32)


def principal_components(vectors: np.ndarray, count: int = 2) -> PrincipalComponents:
    """Principal component analysis (Pearson, 1901) by singular value decomposition.

    Instead of the tall (V, C) array, its (C, C) covariance is decomposed: the same directions,
    and the singular values are the variances. The sign, which is arbitrary, is chosen so that
    the largest coordinate of each direction is positive.
    """
    vectors = np.asarray(vectors, dtype=np.float64)
    mean = vectors.mean(axis=0)
    centered = vectors - mean
    covariance = centered.T @ centered / len(vectors)  # (C, C)
    directions, variances, _ = np.linalg.svd(covariance)
    directions = directions.T[:count]
    largest = np.abs(directions).argmax(axis=1)
    directions = directions * np.sign(directions[range(len(directions)), largest])[:, None]
    explained = variances[:count] / max(variances.sum(), np.finfo(float).tiny)
    return PrincipalComponents(mean, directions, explained)


def axis_positions(
    vectors: np.ndarray, low: int, high: int, components: PrincipalComponents
) -> np.ndarray:
    """A map along the axis from one word to another, (V, 2) float32.

    The first coordinate is the dot product with the axis' direction. The second is the first
    principal component without its share along the axis (the second one, where the first is
    nearly the axis itself).
    """
    axis = vectors[high] - vectors[low]
    length = np.linalg.norm(axis)
    axis = axis / (length if length > 0 else 1)
    along = np.abs(components.directions @ axis)
    up = components.directions[0 if along[0] < 0.9 else 1]
    up = up - (up @ axis) * axis
    up = up / np.linalg.norm(up)
    return np.stack([vectors @ axis, (vectors - components.mean) @ up], axis=1).astype(np.float32)


def align(vectors: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Rotate (and mirror) vectors, (V, C), so that they come as near as possible to a target.

    Training is free to rotate the whole space, which changes no distance and no cosine, only the
    map. The best rotation is the solution of the orthogonal Procrustes problem (Schönemann,
    1966): U Vᵀ, where U S Vᵀ is the singular value decomposition of vectorsᵀ target.
    """
    left, _, right = np.linalg.svd(
        np.asarray(vectors, dtype=np.float64).T @ np.asarray(target, dtype=np.float64)
    )
    return (vectors @ (left @ right)).astype(np.float32)


def trustworthiness(
    vectors: np.ndarray, positions: np.ndarray, most: int, rows: np.ndarray | None = None
) -> np.ndarray:
    """How far neighborhoods on a map can be trusted, for k = 1 … most: (most,).

    Venna and Kaski (2001): for every point, those of its k nearest on the map that are not among
    its k nearest in the full dimension are false neighbors, and each costs by how much its true
    rank exceeds k; 1 means that there are none:

        T(k) = 1 − 2 / (N k (2 N − 3 k − 1)) · Σ_i Σ_{j false neighbor of i} (rank(i, j) − k)

    Distances are Euclidean; between vectors of length 1 they rank like the cosine.

    Args:
        vectors: (N, C) in the full dimension.
        positions: (N, 2) on the map.
        most: the largest k. T(k) is not defined for k ≥ N / 2: not a number.
        rows: estimate from these points i alone, where N is large.
    """
    points = len(vectors)
    chosen = np.arange(points) if rows is None else np.asarray(rows)
    kept = min(most, points - 1)
    # float32 halves the time where an estimate is enough; a map's small differences need more.
    vectors = np.asarray(vectors, dtype=np.float64 if rows is None else np.float32)
    positions = np.asarray(positions, dtype=np.float64)
    k = np.arange(1, kept + 1)
    penalties = np.zeros(kept)
    for start in range(0, len(chosen), 64):  # 64 rows of N distances at a time
        part = chosen[start : start + 64]
        own = np.arange(len(part))
        on_map = _squared_distances(positions, part)
        in_full = _squared_distances(vectors, part)
        on_map[own, part] = np.inf
        in_full[own, part] = -np.inf  # the point itself has rank 0
        near = np.argpartition(on_map, kept - 1, axis=1)[:, :kept]
        near = np.take_along_axis(
            near, np.take_along_axis(on_map, near, axis=1).argsort(axis=1), axis=1
        )
        distances = np.take_along_axis(in_full, near, axis=1)  # (len(part), kept)
        in_full.sort(axis=1)
        for ranked, distance in zip(in_full, distances, strict=True):
            rank = ranked.searchsorted(distance)
            # The neighbor at place p counts for k > p, and only if it is false: rank > k.
            penalties += np.tril(np.maximum(rank - k[:, None], 0)).sum(axis=1)
    values = np.full(most, np.nan)
    k = k[k < points / 2]
    scale = 2 / (len(chosen) * k * (2 * points - 3 * k - 1))
    values[: len(k)] = 1 - scale * penalties[: len(k)]
    return values


def _squared_distances(points: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """From some points to all of them, (len(rows), N)."""
    lengths = np.einsum("nc,nc->n", points, points)
    return lengths[rows, None] - 2 * points[rows] @ points.T + lengths
