"""The embedding explorer where nothing runs: as a still image and in words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from course_utils import plots
from course_utils.widgets import skeleton

MOST_POINTS = 2000  # in the still image, to keep the file small
MOST_LABELS = 40
TEXT_SIZE = 11
# Where a label can stand: beside its point to the right, to the left, above, below.
SIDES = (("left", 1, 0), ("right", -1, 0), ("center", 0, 1), ("center", 0, -1))


@dataclass(frozen=True)
class Scene:
    """What is shown: the map, the selected word (−1: none), its neighbors, an analogy."""

    words: Sequence[str]
    positions: np.ndarray  # (words on the map, 2)
    group_names: Sequence[str]
    groups: bytes
    dimensions: int
    projection: str
    metric: str
    explained: Sequence[float]
    trust: float
    k: int
    selected: int
    neighbors: Sequence[int]
    scores: Sequence[float]
    axis: Sequence[str]
    analogy: Sequence[int]
    answers: Sequence[int]


def places_on_map(positions: np.ndarray, word: int, others: Sequence[int]) -> np.ndarray:
    """Place of other words among all, seen from a word: 1 for the nearest on the map."""
    squared = ((positions.astype(np.float64) - positions[word]) ** 2).sum(axis=1)
    squared[word] = -1  # the word itself is counted, so that the nearest other has place 1
    return np.array([(squared < squared[other]).sum() for other in others], dtype=int)


def far_place(count: int, k: int) -> int:
    """A neighbor counts as hidden by the map when its place on it is beyond this one."""
    return max(2 * k, count // 20)


def marker_of(group: int) -> int:
    """The shape of a group, 0 … 5; with its color, 0 … 5, no two of 12 groups look the same."""
    return (group + group // 6) % 6


def far_neighbors(scene: Scene) -> list[int]:
    """The neighbors that the map shows far away, or that it doesn't hold."""
    count = len(scene.positions)
    if not 0 <= scene.selected < count:
        return []
    held = [other for other in scene.neighbors if other < count]
    places = places_on_map(scene.positions, scene.selected, held)
    limit = far_place(count, scene.k)
    near = {other for other, place in zip(held, places, strict=True) if place <= limit}
    return [other for other in scene.neighbors if other not in near]


def description(scene: Scene) -> str:
    """The alternative text: how far to trust the map, and what it shows of the selected word."""
    trust = "" if math.isnan(scene.trust) else f"; trustworthiness {scene.trust:.2f} at {scene.k}"
    share = f", {sum(scene.explained):.0%} of the variance" if scene.explained else ""
    kind = {"axis": f"along the axis {' → '.join(scene.axis)}"}.get(
        scene.projection, f"by {scene.projection}"
    )
    count = len(scene.positions)
    parts = [f"Map {kind} of {count:,} word vectors with {scene.dimensions} dimensions "
             f"({scene.metric}{share}{trust})."]  # fmt: skip
    word = scene.words[scene.selected]
    if scene.neighbors:
        nearest = ", ".join(
            f"{scene.words[other]} {score:.2f}"
            for other, score in zip(scene.neighbors[:5], scene.scores, strict=False)
        )
        far = far_neighbors(scene)
        shown = ", ".join(scene.words[other] for other in far[:3]) + ", …" * (len(far) > 3)
        hidden = f"far away on the map: {shown}" if far else "all are near it on the map too"
        if scene.selected >= count:
            hidden = "the map does not hold it"
        parts.append(f"Nearest to ‘{word}’: {nearest}; of its {len(scene.neighbors)} nearest, "
                     f"{hidden}.")  # fmt: skip
    if scene.analogy:
        first, second, third = (scene.words[word] for word in scene.analogy)
        answer = scene.words[scene.answers[0]] if scene.answers else "nothing"
        parts.append(f"{first} is to {second} as {third} is to {answer}.")
    return " ".join(parts)


def figure(scene: Scene) -> Figure:
    """The still image: the map, the selected word and its neighbors, as many labels as fit."""
    with skeleton.letters(TEXT_SIZE):
        image = Figure(figsize=(7.6, 4.8), layout="constrained")
        axes = image.subplots()
        axes.set(xticks=[], yticks=[])
        if scene.projection != "axis":
            axes.set_aspect("equal", adjustable="datalim")
        axes.spines[:].set_color("#b6bcc2")
        _draw_points(axes, scene)
        count = len(scene.positions)
        chosen = [word for word in (scene.selected, *scene.analogy) if 0 <= word < count]
        held = [other for other in scene.neighbors if other < count]
        if 0 <= scene.selected < count:
            far = set(far_neighbors(scene))
            for other in held:
                ends = scene.positions[[scene.selected, other]].T
                axes.plot(*ends, color=plots.COLORS[1], lw=1.2, ls=":" if other in far else "-")
            axes.plot(*scene.positions[held].T, "o", mfc="none", color=plots.COLORS[1], ms=8)
            axes.plot(*scene.positions[scene.selected], "o", color=plots.COLORS[1], ms=10)
        if scene.analogy and all(word < count for word in [*scene.analogy, *scene.answers[:1]]):
            pairs = [scene.analogy[:2], [scene.analogy[2], *scene.answers[:1]]]
            for start, end in (pair for pair in pairs if len(pair) == 2):
                axes.annotate("", scene.positions[end], scene.positions[start],
                              arrowprops={"arrowstyle": "->", "lw": 2, "shrinkB": 7})  # fmt: skip
            chosen += scene.answers[:1]
        _draw_labels(image, axes, scene, [*dict.fromkeys([*chosen, *held])])
        share = f", {sum(scene.explained):.0%} of the variance" if scene.explained else ""
        trust = "" if math.isnan(scene.trust) else f", trustworthiness {scene.trust:.2f}"
        title = f"{scene.projection}{share}{trust}"
        axes.set_title(title, fontsize=TEXT_SIZE, loc="left", parse_math=False)
        if scene.group_names:
            place = {"loc": "upper left", "bbox_to_anchor": (1, 1)}
            for name in axes.legend(**place, frameon=False, handletextpad=0.1).get_texts():
                name.set_parse_math(False)
    return image


def _draw_points(axes: Axes, scene: Scene) -> None:
    count = len(scene.positions)
    shown = np.unique(np.linspace(0, count - 1, min(count, MOST_POINTS)).astype(int))
    groups = np.frombuffer(scene.groups, dtype=np.uint8) if scene.groups else np.zeros(count, int)
    size = 26 if len(shown) <= 300 else 12
    for group in range(max(1, len(scene.group_names))):
        words = shown[groups[shown] == group]
        label = skeleton.drawable(scene.group_names[group]) if scene.group_names else None
        axes.scatter(
            *scene.positions[words].T,
            s=size,
            marker=plots.MARKERS[marker_of(group)],
            color=plots.COLORS[group % 6],
            linewidths=0,
            label=label,
        )


def _draw_labels(image: Figure, axes: Axes, scene: Scene, important: list[int]) -> None:
    """Label important words, then the others in their order, where no label is in the way."""
    image.draw_without_rendering()  # settles where the points come to lie
    frame = axes.get_window_extent()
    unit = image.dpi / 72 * TEXT_SIZE  # pixels in the size of a letter
    points = axes.transData.transform(scene.positions)
    taken: list[Bbox] = []
    others = [word for word in range(len(points)) if word not in set(important)]
    for word in [*important, *others[:MOST_POINTS]]:
        name = skeleton.drawable(scene.words[word])
        name = name if len(name) <= 20 else f"{name[:19]}…"
        letter_width = 0.72 if word in important else 0.62
        width = unit * sum(1.05 if letter > "\u2e7f" else letter_width for letter in name)
        for side, right, up in SIDES:
            x = points[word, 0] + right * unit * 0.6 - width * (1 - right) / 2
            box = Bbox.from_bounds(x, points[word, 1] + (up - 0.55) * unit, width, unit * 1.1)
            inside = frame.x0 < box.x0 and box.x1 < frame.x1
            inside = inside and frame.y0 < box.y0 and box.y1 < frame.y1
            if inside and not any(box.overlaps(other) for other in taken):
                taken.append(box)
                axes.annotate(
                    name,
                    scene.positions[word],
                    (right * TEXT_SIZE * 0.6, up * TEXT_SIZE),
                    textcoords="offset points",
                    ha=side,
                    va="center",
                    parse_math=False,
                    fontweight="bold" if word in important else "normal",
                    path_effects=[withStroke(linewidth=2.5, foreground="white")],
                )
                break
        if len(taken) == MOST_LABELS:
            break
