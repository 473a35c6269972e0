"""What the embedding explorer shows, computed: neighbors, analogies, maps, and their trust.

Everything is returned as the page receives it: lists for the short, bytes for the long.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from course_utils.widgets import geometry
from course_utils.widgets.t_sne import t_sne

MOST_NEIGHBORS = 30
MOST_ANSWERS = 8
EXACT_POINTS = 2000  # up to here trustworthiness asks every word, beyond it so many:
SAMPLED_POINTS = 150


class EmbeddingAnswers:
    """Answers about word vectors, (S, V, C) float32; S snapshots, the last one is the result."""

    def __init__(
        self, vectors: np.ndarray, own_maps: Mapping[str, np.ndarray], t_sne_words: int
    ) -> None:
        """`own_maps`: name -> (1, V, 2); t-SNE takes the first `t_sne_words` words."""
        self.vectors = vectors
        self.own_maps = own_maps
        self.t_sne_words = t_sne_words
        # What is expensive is kept: the current space, components and t-SNE of each metric, and
        # the trust of each map.
        self.space = functools.lru_cache(maxsize=1)(self._space)
        self.components = functools.cache(self._components)
        self._t_sne_maps: dict[str, dict] = {}
        self.trust = functools.lru_cache(maxsize=256)(self._trust)

    @property
    def last(self) -> int:
        """The place of the last snapshot."""
        return len(self.vectors) - 1

    def _space(self, metric: str, snapshot: int) -> np.ndarray:
        """The vectors of a metric at a snapshot, (V, C)."""
        return geometry.in_space(self.vectors[snapshot], metric)

    def nearest(
        self, word: int, metric: str, snapshot: int, count: int = MOST_NEIGHBORS
    ) -> tuple[np.ndarray, np.ndarray]:
        """Rows and scores of the nearest words to a word, itself left out."""
        vectors = self.space(metric, snapshot)
        return geometry.nearest(vectors, vectors[word], metric, count, [word])

    def solve(
        self, words: Sequence[int], exclude: bool, metric: str, snapshot: int,
        count: int = MOST_ANSWERS,
    ) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
        """Rows and scores of the answers to first : second :: third : ?"""
        vectors = self.space(metric, snapshot)
        query = geometry.analogy_query(vectors, *words)
        return geometry.nearest(vectors, query, metric, count, words if exclude else [])

    def map(
        self,
        projection: str,
        metric: str,
        axis: Sequence[int],
        on_step: Callable[[int], None] = lambda step: None,
    ) -> dict[str, Any]:
        """A map: its `positions`, (`snapshots`, `count`, 2) float32, and facts about it.

        PCA and axis show every snapshot; t-SNE and maps of one's own the last one alone.
        """
        if projection == "t-SNE":
            if metric not in self._t_sne_maps:
                vectors = self.space(metric, self.last)[: self.t_sne_words]
                positions, loss = t_sne(vectors, on_step=on_step)
                self._t_sne_maps[metric] = _packed(positions[None], loss=round(loss, 4))
            return self._t_sne_maps[metric]
        if projection in self.own_maps:
            return _packed(self.own_maps[projection])
        components = self.components(metric)
        spaces = (geometry.in_space(vectors, metric) for vectors in self.vectors)
        if projection == "axis":
            drawn = [geometry.axis_positions(vectors, *axis, components) for vectors in spaces]
            return _packed(np.stack(drawn))
        explained = [round(float(share), 6) for share in components.explained]
        return _packed(np.stack([components.map(vectors) for vectors in spaces]), explained)

    def _components(self, metric: str) -> geometry.PrincipalComponents:
        return geometry.principal_components(self.space(metric, self.last))

    def _trust(
        self, projection: str, metric: str, axis: tuple[int, ...], snapshot: int
    ) -> dict[str, Any]:
        """Trustworthiness of a map at a snapshot for k = 1 … 30, and how many words were asked."""
        positions = map_positions(self.map(projection, metric, axis), snapshot)
        count, rows = len(positions), None
        if count > EXACT_POINTS:
            rows = np.random.default_rng(0).choice(count, SAMPLED_POINTS, replace=False)
        vectors = self.space(metric, snapshot)[:count]
        values = geometry.trustworthiness(vectors, positions, MOST_NEIGHBORS, rows)
        return {
            "values": [None if np.isnan(value) else round(float(value), 4) for value in values],
            "asked": count if rows is None else len(rows),
        }

    def for_page(self, metrics: Sequence[str], projections: Sequence[str]) -> dict[str, Any]:
        """What a page needs to answer without Python: vectors, components, maps and their trust.

        Each vector is sent as 16-bit integers and one scale, its largest coordinate / 32767.
        """
        scales = np.abs(self.vectors).max(axis=2) / 32767  # (S, V)
        scales[scales == 0] = 1
        maps, trusts = {}, {}
        for metric in metrics:
            for projection in projections:
                key = f"{projection} {metric}"
                maps[key] = self.map(projection, metric, [])
                for snapshot in range(self.last + 1 - maps[key]["snapshots"], self.last + 1):
                    trusts[f"{key} {snapshot}"] = self.trust(projection, metric, (), snapshot)
        return {
            "vectors": {
                "dimensions": self.vectors.shape[2],
                "values": np.rint(self.vectors / scales[..., None]).astype("<i2").tobytes(),
                "scales": scales.astype("<f4").tobytes(),
            },
            "components": {
                metric: {
                    "mean": self.components(metric).mean.tolist(),
                    "directions": self.components(metric).directions.tolist(),
                }
                for metric in metrics
            },
            "maps": maps,
            "trusts": trusts,
        }


def _packed(
    positions: np.ndarray, explained: Sequence[float] = (), loss: float | None = None
) -> dict[str, Any]:
    snapshots, count, _ = positions.shape
    return {
        "snapshots": snapshots,
        "count": count,
        "positions": positions.astype("<f4").tobytes(),
        "explained": list(explained),
        "loss": loss,
    }


def map_positions(packed: Mapping[str, Any], snapshot: int) -> np.ndarray:
    """The positions, (count, 2), that a map shows at a snapshot."""
    positions = np.frombuffer(packed["positions"], dtype="<f4")
    positions = positions.reshape(packed["snapshots"], packed["count"], 2)
    return positions[min(snapshot, packed["snapshots"] - 1)]
