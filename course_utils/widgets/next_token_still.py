"""The next-token bars where nothing runs: as a still image and in words.

Both read the `prediction` that the widget sends to its page: ids and names of the likely tokens
of all panels, and each panel's probabilities, ranks and, for each temperature, log2 of Z.
"""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from course_utils import plots
from course_utils.widgets import skeleton
from course_utils.widgets.distributions import TEMPERATURES, most_likely

BARS = 8
"""At most so many bars in each panel of the still image."""

MOST_CONTINUATIONS = 500

ROW = 0.29
"""Height of a bar and the gap below it, in inches."""


def short(value: float) -> float:
    """A number with seven digits, which is what travels to the page."""
    return float(f"{value:.7g}")


def bars(prediction: dict, panel: dict, temperature: float, count: int) -> list[tuple[str, float]]:
    """Name and probability, after temperature, of a panel's most likely tokens."""
    rows = []
    log_z = panel["log_partition"][TEMPERATURES.index(temperature)]
    for place in most_likely(np.array(panel["probabilities"]), count):
        if temperature == 0:
            share = 2.0**-log_z if panel["ranks"][place] == 1 else 0.0
        else:
            share = 2.0 ** (np.log2(panel["probabilities"][place]) / temperature - log_z)
        rows.append((prediction["names"][place], float(share)))
    return rows


def percent(share: float) -> str:
    """Spelled as in the page: two decimals below one percent, and nothing rounded to zero.

    >>> [percent(share) for share in (0.123, 0.0045, 0.00001, 0)]
    ['12.3%', '0.45%', '<0.01%', '0%']
    """
    if share <= 0:
        return "0%"
    if share < 0.0001:
        return "<0.01%"
    if 0.9995 < share < 1:
        return ">99.9%"
    return f"{share:.{2 if share < 0.00995 else 1 if share < 1 else 0}%}"


def description(prediction: dict, temperature: float) -> str:
    """The alternative text: what each panel expects next, and how sure it is."""
    parts = []
    for panel in prediction["panels"]:
        if panel["error"] is not None:
            parts.append(f"{panel['label']}: no distribution ({panel['error']})")
            continue
        best = bars(prediction, panel, temperature, 3)
        expected = ", ".join(f"‘{name}’ {percent(share)}" for name, share in best if share > 0)
        bits = panel["entropy"][TEMPERATURES.index(temperature)]
        parts.append(f"{panel['label']} expects {expected} (entropy {bits:.2f} bits)")
    heat = "" if temperature == 1 else f" at temperature {temperature}"
    context = " ".join(prediction["context_names"])
    return f"Next token after “{context}”{heat}: {'; '.join(parts)}."


def tree(
    predict: Callable[[Sequence[int]], dict], context: Sequence[int], depth: int, branch: int
) -> dict[str, dict]:
    """The predictions a page carries, by context ("3,14,15"), up to `depth` clicks away.

    Raises:
        ValueError: there would be more than 500.
    """
    found: dict[str, dict] = {}
    level = [list(context)]
    for remaining in range(depth, -1, -1):
        following = []
        for ids in level:
            if len(found) >= MOST_CONTINUATIONS:
                raise ValueError(
                    f"depth={depth}, branch={branch} needs more than {MOST_CONTINUATIONS} "
                    "continuations; choose smaller numbers"
                )
            prediction = predict(ids)
            found[",".join(map(str, ids))] = prediction
            if remaining and not prediction["ended"]:
                following += [[*ids, token] for token in branches(prediction, branch)]
        level = following
    return found


def branches(prediction: dict, count: int) -> list[int]:
    """Ids of the `count` most likely tokens of each panel, each id once: a page's next clicks."""
    ids = prediction["ids"]
    chosen: dict[int, None] = {}
    for panel in prediction["panels"]:
        if panel["error"] is None:
            places = most_likely(np.array(panel["probabilities"]), count)
            chosen.update(dict.fromkeys(ids[place] for place in places))
    return list(chosen)


def figure(prediction: dict, temperature: float, count: int = BARS) -> Figure:
    """The still image: the bars of all panels on one scale, names above their bars."""
    panels = prediction["panels"]
    drawn = [
        bars(prediction, panel, temperature, min(count, BARS)) if panel["error"] is None else []
        for panel in panels
    ]
    longest = max((share for rows in drawn for _, share in rows), default=1.0)
    most = max(2, *map(len, drawn)) if len(drawn) > 1 else max(2, len(drawn[0]))
    columns = 2 if len(panels) == 4 else min(3, len(panels))
    width, height = 3.3 * columns, 0.5 + (most * ROW + 0.6) * -(-len(panels) // columns)
    with skeleton.letters(12):
        image = Figure(figsize=(width, height), layout="none")  # whatever plots.style() says
        axes = image.add_axes((0, 0, 1, 1))  # in inches from the upper left corner
        axes.set(xlim=(0, width), ylim=(height, 0))
        axes.axis("off")
        context = " ".join(prediction["context_names"])
        start = "… " if len(context) > 32 * columns - 10 else ""
        _write(axes, 0.15, 0.25, f"Next token after: {start}{context[10 - 32 * columns :]}")
        for place, (panel, rows) in enumerate(zip(panels, drawn, strict=True)):
            left = 0.15 + 3.3 * (place % columns)
            upper = 0.7 + (most * ROW + 0.6) * (place // columns)
            _write(axes, left, upper, _shortened(panel["label"], 28), weight="bold")
            for line, (name, share) in enumerate(rows, start=1):
                y = upper + line * ROW
                box = (left, y - 0.11), 3.0 * share / longest
                color = plots.COLORS[0]
                axes.add_patch(Rectangle(*box, 0.22, facecolor=color, alpha=0.28, linewidth=0))
                axes.add_patch(Rectangle((left, y + 0.08), box[1], 0.04, facecolor=color))
                _write(axes, left + 0.06, y - 0.015, _shortened(name, 24))
                _write(axes, left + 2.95, y - 0.015, percent(share), ha="right")
            if panel["error"] is not None:
                _write(axes, left, upper + ROW, "no distribution")
    return image


def _write(axes: Axes, x: float, y: float, text: str, **how: str) -> None:
    axes.text(x, y, skeleton.drawable(text), va="center", parse_math=False, **how)


def _shortened(text: str, width: int) -> str:
    """The beginning of a text that fits; Chinese characters and the like are two wide."""
    for end in range(len(text), 0, -1):
        if sum(1 + (character > "\u2e7f") for character in text[:end]) <= width:
            return text if end == len(text) else f"{text[: end - 1]}…"
    return text
