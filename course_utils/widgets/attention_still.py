"""The attention explorer where nothing runs: as a still image and in words."""

import matplotlib
import matplotlib.style
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure, SubFigure
from matplotlib.patches import Rectangle

from course_utils import plots
from course_utils.widgets import skeleton
from course_utils.widgets.attention_record import AttentionRecord
from course_utils.widgets.attention_scores import head_scores

MOST_LABELS = 24
MOST_THUMBNAILS = 48
COLORS = LinearSegmentedColormap.from_list(
    "attention", ["#f8faf6", "#b0d9cd", "#489eb0", "#245896", "#121248"]
)
PATTERNS = {
    "previous": "looks at the previous token",
    "first": "looks at the first token",
    "induction": "looks at what followed the same token before (induction)",
    "copying": "looks at earlier copies of the next token",
}


def default_query(record: AttentionRecord, query: int) -> int:
    """The pinned query, else the last one, which predicts the next token."""
    return query if query >= 0 else record.weights.shape[2] - 1


def description(record: AttentionRecord, layer: int, head: int, query: int = -1) -> str:
    """The alternative text: where one query looks, and the clearest pattern of any head."""
    layers, heads, queries, keys = record.weights.shape
    query = default_query(record, query)
    row = record.weights[layer, head, query]
    names = [skeleton.display_name(token) for token in record.tokens]
    best = [key for key in np.argsort(-row, kind="stable")[:2] if row[key] > 0]
    looks = " and ".join(f"‘{names[key]}’ ({row[key]:.2f})" for key in best) or "nothing"
    who = skeleton.display_name(record.looking_tokens()[query])
    size = f"{keys} tokens" if record.is_self_attention else f"{queries} by {keys} tokens"
    count = "" if layers * heads == 1 else f", one of {layers} × {heads} heads,"
    text = f"Attention over {size}. Layer {layer}, head {head}{count} lets ‘{who}’ look most at "
    return f"{text}{looks}.{_clearest_pattern(record)}"


def _clearest_pattern(record: AttentionRecord) -> str:
    """The head that is furthest above even attention, in one sentence; "" if none is far."""
    found = []
    for score in head_scores(record):
        if score.values is None or score.name not in PATTERNS:
            continue
        place = score.order()[0]
        found.append((float(score.values.flat[place]) - score.even, score, place))
    if not found:
        return ""
    gain, score, place = max(found, key=lambda entry: entry[0])
    if gain < 0.2:
        return " No head shows one of the known patterns clearly."
    layer, head = divmod(place, record.weights.shape[1])
    value = score.values[layer, head]
    return (
        f" The clearest pattern: layer {layer}, head {head} {PATTERNS[score.name]}, with "
        f"{value:.0%} of its attention; an evenly spread head would give {score.even:.0%}."
    )


def figure(record: AttentionRecord, layer: int, head: int, query: int = -1) -> Figure:
    """The still image: all heads small, if there are several, beside one head large."""
    layers, heads, _, keys = record.weights.shape
    several = 1 < layers * heads <= MOST_THUMBNAILS
    fonts = {"font.family": skeleton.font_families(), "font.size": 11}
    # "default": the notebook's own figure style must not reach this picture.
    with matplotlib.style.context(["default", fonts]):
        image = Figure(figsize=(8.6 if several else 5.4, 4.3), layout="constrained")
        panels = image.subfigures(1, 2, width_ratios=(1, 1.25)) if several else [None, image]
        if several:
            _draw_thumbnails(panels[0], record, layer, head)
        axes = panels[1].subplots()
        _draw_head(axes, record, layer, head)
        mark = default_query(record, query)
        outline = {"fill": False, "edgecolor": plots.COLORS[1], "linewidth": 2}
        axes.add_patch(Rectangle((-0.5, mark - 0.5), keys, 1, **outline))
        axes.set(xlabel="is looked at", ylabel="looks", title=f"layer {layer}, head {head}")
        image.colorbar(axes.images[0], ax=axes, shrink=0.7, label="attention weight")
    return image


def _draw_head(axes: Axes, record: AttentionRecord, layer: int, head: int) -> None:
    weights, allowed = record.weights[layer, head], record.mask[layer, head]
    axes.set_facecolor("white")
    queries, keys = weights.shape
    masked = np.ma.masked_array(weights, ~allowed)
    if not allowed.all():
        # Masked cells stay transparent, so that the hatching behind them can be seen.
        edge = (-0.5, -0.5)
        pattern = {"hatch": "////", "facecolor": "white", "edgecolor": "#b6bcc2", "linewidth": 0}
        axes.add_patch(Rectangle(edge, keys, queries, zorder=0, **pattern))
    axes.imshow(masked, cmap=COLORS, vmin=0, vmax=1, interpolation="nearest", zorder=1)
    for axis, tokens, rotation in (
        (axes.xaxis, record.tokens, 90),
        (axes.yaxis, record.looking_tokens(), 0),
    ):
        step = -(-len(tokens) // MOST_LABELS)
        places = range(0, len(tokens), step)
        axis.set_ticks(places, [_label(tokens[place]) for place in places], rotation=rotation)
        for label in axis.get_ticklabels():
            label.set_parse_math(False)
    axes.tick_params(length=0)


def _draw_thumbnails(panel: SubFigure, record: AttentionRecord, layer: int, head: int) -> None:
    layers, heads = record.weights.shape[:2]
    columns = heads if layers > 1 else min(heads, 4)
    rows = -(-layers * heads // columns)
    grid = panel.subplots(rows, columns, squeeze=False)
    panel.suptitle("layers ↓   heads →" if layers > 1 else "heads")
    for place, axes in enumerate(grid.flat):
        if place >= layers * heads:
            axes.axis("off")
            continue
        at = divmod(place, heads)
        axes.imshow(thumbnail(record.weights[at]), cmap=COLORS, vmin=0, vmax=1, aspect="auto")
        axes.set(xticks=[], yticks=[])
        chosen = at == (layer, head)
        for side in axes.spines.values():
            side.set_color(plots.COLORS[1] if chosen else plots.GRAY)
            side.set_linewidth(2.5 if chosen else 0.5)


def thumbnail(weights: np.ndarray, most: int = 24) -> np.ndarray:
    """Largest weight of each block, (Q, K) -> at most (24, 24), so that single cells stay seen.

    >>> thumbnail(np.array([[1.0, 0, 0, 0], [0, 0, 0, 0.5]]), most=2)
    array([[1. , 0. ],
           [0. , 0.5]])
    """
    for axis in (0, 1):
        count = weights.shape[axis]
        if count > most:
            starts = np.arange(most) * count // most
            weights = np.maximum.reduceat(weights, starts, axis=axis)
    return weights


def _label(token: str) -> str:
    name = skeleton.drawable(skeleton.display_name(token))
    return name if len(name) <= 12 else f"{name[:11]}…"
