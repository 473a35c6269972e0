"""The next-token bars where nothing runs: as a still image and in words.

Both read the `prediction` that the widget sends to its page: ids and names of the likely tokens
of all panels, and each panel's probabilities, ranks and, for each temperature, log2 of Z.
"""

import matplotlib
import numpy as np
from matplotlib.figure import Figure

from course_utils import plots
from course_utils.widgets import skeleton
from course_utils.widgets.distributions import TEMPERATURES, most_likely

BARS = 8
"""Bars in each panel of the still image."""


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


def description(prediction: dict, temperature: float) -> str:
    """The alternative text: what each panel expects next, and how sure it is."""
    parts = []
    for panel in prediction["panels"]:
        if panel["error"] is not None:
            parts.append(f"{panel['label']}: no distribution ({panel['error']})")
            continue
        best = bars(prediction, panel, temperature, 3)
        expected = ", ".join(f"‘{name}’ {share:.1%}" for name, share in best)
        bits = panel["entropy"][TEMPERATURES.index(temperature)]
        parts.append(f"{panel['label']} expects {expected} (entropy {bits:.2f} bits)")
    heat = "" if temperature == 1 else f" at temperature {temperature}"
    context = " ".join(prediction["context_names"])
    return f"Next token after “{context}”{heat}: {'; '.join(parts)}."


def figure(prediction: dict, temperature: float) -> Figure:
    """The still image: the bars of all panels on one scale."""
    panels = prediction["panels"]
    drawn = [
        bars(prediction, panel, temperature, BARS) if panel["error"] is None else []
        for panel in panels
    ]
    longest = max((share for rows in drawn for _, share in rows), default=1.0)
    most = max(1, *(len(rows) for rows in drawn)) if drawn else 1
    columns = 2 if len(panels) == 4 else min(3, len(panels))
    rows_of_panels = -(-len(panels) // columns)
    size = (3.4 * columns, rows_of_panels * (0.27 * most + 0.5) + 0.4)
    with matplotlib.rc_context({"font.family": skeleton.font_families(), "font.size": 11}):
        image = Figure(figsize=size, layout="constrained")
        context = skeleton.drawable(" ".join(prediction["context_names"]))
        start = "…" if len(context) > 60 else ""
        image.suptitle(f"next token after: {start}{context[-60:]}", parse_math=False)
        image.get_layout_engine().set(h_pad=0.1)
        grid = image.subplots(rows_of_panels, columns, squeeze=False)
        for axes in grid.flat[len(panels) :]:
            axes.axis("off")
        for axes, panel, rows in zip(grid.flat, panels, drawn, strict=False):
            title = skeleton.drawable(panel["label"])
            axes.set_title(title, fontsize=11, loc="left", parse_math=False)
            axes.set(xlim=(0, 1.4 * longest), ylim=(most - 0.5, -0.5), xticks=[])
            axes.spines[["top", "right", "bottom"]].set_visible(False)
            axes.barh(range(len(rows)), [share for _, share in rows], color=plots.COLORS[0])
            for place, (_, share) in enumerate(rows):
                axes.text(share, place, f" {share:.1%}", va="center", fontsize=10)
            names = [skeleton.drawable(name) for name, _ in rows]
            short = [name if len(name) <= 14 else f"{name[:13]}…" for name in names]
            axes.set_yticks(range(len(rows)), short, parse_math=False)
            axes.tick_params(length=0)
            if not rows:
                axes.text(0, 0, " no distribution", va="center")
    return image
