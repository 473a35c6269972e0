"""Embedding explorer: a map of word vectors that says where it misleads."""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

from course_utils.widgets import embeddings_given as given
from course_utils.widgets import embeddings_still as still
from course_utils.widgets import geometry, skeleton
from course_utils.widgets.embeddings_answers import (
    MOST_ANSWERS,
    MOST_NEIGHBORS,
    EmbeddingAnswers,
    map_positions,
)
from course_utils.widgets.t_sne import MOST_POINTS, STEPS

TOOLS = ("neighbors", "analogy", "axis")
SETTINGS = (
    *("selected", "metric", "k", "tool", "analogy", "exclude_inputs", "axis", "projection"),
    *("snapshot", "hidden_groups"),
)
CONTENTS = ("words", "spelled", "group_names", "groups", "snapshot_names", "projections")
ANSWERS = ("map", "trust", "neighbors", "answer")


class EmbeddingExplorer(anywidget.AnyWidget):
    """Word vectors on a map: neighbors, analogies, axes, training, and how far to trust it.

    Neighbors are computed in the full dimension and drawn on the map; those that the map shows
    far away are marked::

        explorer = EmbeddingExplorer(words, vectors, groups=kinds, selected="king")
        explorer                  # the last line of a cell shows it

    What the learner changes can be read, and what the code sets is shown::

        explorer.selected                    # "king"; "" for none
        explorer.selected = "queen"
        explorer.metric = "euclidean"        # or "cosine": vectors scaled to length 1
        explorer.projection = "t-SNE"        # or "PCA", "axis", or the name of your own map
        explorer.k = 15                      # neighbors shown, 1 … 30
        explorer.tool = "analogy"            # or "neighbors", "axis"
        explorer.analogy = ["man", "king", "woman"]
        explorer.exclude_inputs = False      # let the answer be one of the three words
        explorer.axis = ["man", "woman"]     # needed by the projection "axis"
        explorer.snapshot = 0                # of the training, 0 … S − 1
        explorer.hidden_groups = ["verb"]
        explorer.observe(lambda change: print(change.new), "selected")

    The same answers as numbers come from `nearest`, `solve` and `trustworthiness`.

    Args:
        words: V different words. Where the map is crowded the first ones get their labels
            first, so put frequent ones first.
        vectors: (V, C), an array or tensor; or snapshots of a training, (S, V, C), oldest first.
            Each snapshot is rotated onto the last one (`geometry.align`).
        groups: a name for each word, at most 12 different ones; drawn in color and shape.
        snapshot_names: S names, such as "epoch 3".
        maps: further maps, name -> positions (V, 2), for example from another library.
        t_sne_words: t-SNE takes the first so many words, at most 2,000, when it is first chosen:
            about 2 s for 1,000 words, 13 s for 2,000.
        selected, projection, metric, k, tool, analogy, exclude_inputs, axis: see above.

    Raises:
        ValueError: a wrong shape or number of words, words that are empty or occur twice, numbers
            that are not finite, or a setting that does not exist.
    """

    _esm = skeleton.script("embeddings")
    _css = skeleton.style("embeddings")

    selected = traitlets.Unicode("").tag(sync=True)
    projection = traitlets.Unicode("PCA").tag(sync=True)
    metric = traitlets.Unicode("cosine").tag(sync=True)
    k = traitlets.Int(10).tag(sync=True)
    tool = traitlets.Unicode("neighbors").tag(sync=True)
    analogy = traitlets.List(traitlets.Unicode()).tag(sync=True)
    exclude_inputs = traitlets.Bool(True).tag(sync=True)
    axis = traitlets.List(traitlets.Unicode()).tag(sync=True)
    snapshot = traitlets.Int(0).tag(sync=True)
    hidden_groups = traitlets.List(traitlets.Unicode()).tag(sync=True)

    words = traitlets.List().tag(sync=True)
    spelled = traitlets.Dict().tag(sync=True)  # place -> spelling, where a word has invisible parts
    group_names = traitlets.List().tag(sync=True)
    groups = traitlets.Bytes().tag(sync=True)  # (V,) uint8, places in group_names
    snapshot_names = traitlets.List().tag(sync=True)
    projections = traitlets.List().tag(sync=True)
    map = traitlets.Dict().tag(sync=True)
    trust = traitlets.Dict().tag(sync=True)
    neighbors = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        words: Sequence[str],
        vectors: Any,
        *,
        groups: Sequence[str] | None = None,
        snapshot_names: Sequence[str] | None = None,
        maps: Mapping[str, Any] | None = None,
        t_sne_words: int = 1000,
        selected: str = "",
        projection: str = "PCA",
        metric: str = "cosine",
        k: int = 10,
        tool: str = "neighbors",
        analogy: Sequence[str] = (),
        exclude_inputs: bool = True,
        axis: Sequence[str] = (),
    ) -> None:
        """See the class."""
        words = list(words)
        snapshots = given.vectors(vectors, words)  # (S, V, C)
        self._places = given.places(words)
        group_names, group_ids = given.groups(groups, len(words))
        if not 5 <= t_sne_words <= MOST_POINTS:
            raise ValueError(f"t_sne_words is {t_sne_words}; choose 5 to {MOST_POINTS}")
        own_maps = given.maps(maps or {}, len(words))
        self._answers = EmbeddingAnswers(snapshots, own_maps, min(t_sne_words, len(words)))
        spelled = {place: skeleton.display_name(word) for place, word in enumerate(words)}
        super().__init__(
            words=words,
            spelled={str(place): name for place, name in spelled.items() if name != words[place]},
            group_names=group_names,
            groups=group_ids,
            snapshot_names=given.snapshot_names(snapshot_names, len(snapshots)),
            projections=["PCA", *["t-SNE"][: len(words) >= 5], *own_maps, "axis"],
        )
        self.metric, self.k, self.tool, self.selected = metric, k, tool, selected
        self.analogy, self.exclude_inputs = list(analogy), exclude_inputs
        self.axis = list(axis)
        self.projection = projection  # after the axis, which it may need
        self.snapshot = self._answers.last
        self._answer_all()
        self.observe(self._answer_all, list(SETTINGS))

    # -- Settings that do not exist are refused, whoever sets them

    @traitlets.validate("selected")
    def _check_selected(self, proposal: dict) -> str:
        if proposal["value"]:
            given.place(proposal["value"], self._places)
        return proposal["value"]

    @traitlets.validate("analogy", "axis")
    def _check_words(self, proposal: dict) -> list[str]:
        name, words = proposal["trait"].name, proposal["value"]
        places = [given.place(word, self._places) for word in words]
        if len(words) not in ((0, 3) if name == "analogy" else (0, 2)):
            wanted = "3 words or none" if name == "analogy" else "2 words or none"
            raise ValueError(f"{name} has {len(words)} words, {words}; give {wanted}")
        if name == "axis":
            if not words and self.projection == "axis":
                raise ValueError("the map is drawn along the axis; choose another projection first")
            last = self._answers.vectors[-1]
            if words and (last[places[0]] == last[places[1]]).all():
                raise ValueError(f"the vectors of {words[0]!r} and {words[1]!r} are the same; an "
                                 "axis leads from one word to another")  # fmt: skip
        return words

    @traitlets.validate("projection", "metric", "tool")
    def _check_choice(self, proposal: dict) -> str:
        name, value = proposal["trait"].name, proposal["value"]
        known = {"metric": geometry.METRICS, "tool": TOOLS, "projection": self.projections}[name]
        if value not in known:
            raise ValueError(f"{name} is {value!r}; choose one of {', '.join(known)}")
        if value == "axis" and name == "projection" and not self.axis:
            raise ValueError('the projection "axis" needs two words; set axis = [from, to] first')
        return value

    @traitlets.validate("k", "snapshot")
    def _check_number(self, proposal: dict) -> int:
        name, value = proposal["trait"].name, proposal["value"]
        first, last = (1, MOST_NEIGHBORS) if name == "k" else (0, self._answers.last)
        if not first <= value <= last:
            raise ValueError(f"{name} is {value}; choose {first} to {last}")
        return value

    @traitlets.validate("hidden_groups")
    def _check_hidden_groups(self, proposal: dict) -> list[str]:
        for name in proposal["value"]:
            if name not in self.group_names:
                known = ", ".join(map(repr, self.group_names)) or "none"
                raise ValueError(f"no group is called {name!r}; there are {known}")
        return proposal["value"]

    # -- Answers, the quick ones first

    def _answer_all(self, _change: dict | None = None) -> None:
        if self.snapshot != self._answers.last and self.projection not in ("PCA", "axis"):
            self.snapshot = self._answers.last  # calls _answer_all again; other maps show only it
        known = {"metric": self.metric, "snapshot": self.snapshot}
        word = self._places.get(self.selected, -1)
        self._answer("neighbors", self._neighbors, word=word, **known)
        words = [self._places[word] for word in self.analogy]
        self._answer("answer", self._analogy, words=words, exclude=self.exclude_inputs, **known)
        axis = [self._places[word] for word in self.axis] if self.projection == "axis" else []
        asked = {"projection": self.projection, "metric": self.metric, "axis": axis}
        self._answer("map", self._map, **asked)
        self._answer("trust", self._trust, snapshot=self.snapshot, **asked)

    def _answer(self, trait: str, compute: Callable[..., dict], **asked: Any) -> None:
        """Set a trait to what is asked and its answer, unless it says that already."""
        known = getattr(self, trait)
        if {name: known.get(name) for name in asked} != asked:
            setattr(self, trait, {**asked, **compute(**asked)})

    def _neighbors(self, word: int, metric: str, snapshot: int) -> dict:
        return _listed(*self._answers.nearest(word, metric, snapshot)) if word >= 0 else _listed()

    def _analogy(self, words: list[int], **asked: Any) -> dict:
        return _listed(*self._answers.solve(words, **asked)) if words else _listed()

    def _map(self, **asked: Any) -> dict:
        def report(step: int) -> None:
            if step % 20 == 0:
                self.send({"kind": "progress", "step": step, "steps": STEPS})

        return self._answers.map(**asked, on_step=report)

    def _trust(self, axis: list[int], **asked: Any) -> dict:
        return self._answers.trust(axis=tuple(axis), **asked)

    # -- The same answers as numbers

    def nearest(self, word: str, k: int | None = None) -> list[tuple[str, float]]:
        """The k nearest words, with their cosines or distances, at the snapshot shown."""
        place = given.place(word, self._places)
        count = self.k if k is None else k
        return self._named(*self._answers.nearest(place, self.metric, self.snapshot, count))

    def solve(
        self, first: str, second: str, third: str, k: int = MOST_ANSWERS
    ) -> list[tuple[str, float]]:
        """Answers to first : second :: third : ?, best first; see `exclude_inputs`."""
        words = [given.place(word, self._places) for word in (first, second, third)]
        asked = (words, self.exclude_inputs, self.metric, self.snapshot, k)
        return self._named(*self._answers.solve(*asked))

    def _named(self, ids: np.ndarray, scores: np.ndarray) -> list[tuple[str, float]]:
        return [(self.words[i], float(score)) for i, score in zip(ids, scores, strict=True)]

    def trustworthiness(self) -> float:
        """Of the map shown, at k (`geometry.trustworthiness`); over 2,000 words, an estimate."""
        value = self.trust["values"][self.k - 1]
        return math.nan if value is None else value

    # -- Where there is no kernel

    def html(self, *, megabytes: float = 12.0, theme: str = "auto") -> str:
        """A page that works without kernel and network, with all vectors as 16-bit numbers.

        t-SNE goes with it for both metrics, which may take seconds.

        Args:
            megabytes: the largest size of the page.
            theme: "auto", "light" or "dark".

        Raises:
            ValueError: the page would be larger.
        """
        vectors = self._answers.vectors
        needed = (vectors.size * 2 + vectors.shape[0] * vectors.shape[1] * 16) * 4 / 3 / 1e6
        if needed > megabytes:
            raise ValueError(
                f"{len(vectors)} snapshots of {len(self.words):,} words need {needed:.1f} MB, but "
                f"a page may have {megabytes:g} MB; give fewer of them, or larger `megabytes`"
            )
        names = (*SETTINGS, *CONTENTS)
        state = {name: getattr(self, name) for name in names}
        state |= {name: {} for name in ANSWERS}  # embeddings_page.js computes them
        projections = [name for name in self.projections if name != "axis"]
        state |= self._answers.for_page(geometry.METRICS, projections)
        return skeleton.page(
            "embeddings",
            state,
            title="Embedding explorer",
            description=self.description(),
            theme=theme,
            answers="embeddings_page",
        )

    def to_html(self, path: str | Path, *, megabytes: float = 12.0, theme: str = "auto") -> Path:
        """Write `html` to a file, completely or not at all; return its path."""
        return skeleton.write_page(path, self.html(megabytes=megabytes, theme=theme))

    def _scene(self) -> still.Scene:
        count = self.k if self.selected else 0
        return still.Scene(
            words=[self.spelled.get(str(i), word) for i, word in enumerate(self.words)],
            positions=map_positions(self.map, self.snapshot),
            group_names=self.group_names,
            groups=self.groups,
            dimensions=self._answers.vectors.shape[2],
            projection=self.projection,
            metric=self.metric,
            explained=self.map["explained"],
            trust=self.trustworthiness(),
            k=self.k,
            selected=self._places.get(self.selected, -1),
            neighbors=self.neighbors["ids"][:count],
            scores=self.neighbors["scores"][:count],
            axis=list(self.axis),
            analogy=[self._places[word] for word in self.analogy] if self.tool == "analogy" else [],
            answers=self.answer["ids"],
        )

    def description(self) -> str:
        """What the picture shows, in words: the alternative text."""
        return still.description(self._scene())

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict, dict]:
        view = super()._repr_mimebundle_(**options)
        scene = self._scene()
        return skeleton.mimebundle(view, still.figure(scene), still.description(scene))

    def __repr__(self) -> str:
        """The alternative text, the same on every machine."""
        return self.description()


def _listed(ids: Sequence[int] = (), scores: Sequence[float] = ()) -> dict:
    return {"ids": [int(i) for i in ids], "scores": [round(float(score), 6) for score in scores]}
