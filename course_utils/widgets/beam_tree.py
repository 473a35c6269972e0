"""Beam tree: watch a beam search token by token, for any width."""

import html
import math
from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets
import numpy as np
from matplotlib.figure import Figure

from course_utils import plots
from course_utils.beam_search import Hypothesis, beam_search
from course_utils.widgets import skeleton
from course_utils.widgets.steps import Stepper, announced, player, rewind, value_of

WIDTHS = (1, 2, 3, 4, 6, 8)
MOST_TOKENS = 40
COLUMN, ROW = 1.25, 0.36  # inches of the still image for a token and for a hypothesis
STILL_COLUMNS = 7  # tokens that the still image shows, from the first place where the beam differs
KEPT, NEW, DEAD = plots.COLORS[0], plots.COLORS[4], plots.GRAY

Prefix = tuple[int, ...]


class BeamTree(Stepper):
    """Step through a beam search: which hypotheses live, which die, which one wins.

    >>> def model(prefixes):
    ...     return np.log(np.tile([1e-9, 1e-9, 0.3, 0.5, 0.2], (len(prefixes), 1)))
    >>> tree = BeamTree(model, ["<pad>", "<start>", "<end>", "a", "b"], width=2, most=3)
    >>> tree.step, tree.beams[0][0].tokens
    (0, (3,))

    Change `tree.width` and `tree.step` from code, or with the mouse and the arrow keys.

    Args:
        next_log_probabilities: as for `beam_search`.
        names: what each token is called.
        source: the sentence that is translated, to be shown above.
        width: of the beam at first, one of 1, 2, 3, 4, 6, 8.
        length_power: see `beam_search`.
        most: tokens of the longest translation.
    """

    width = value_of("_width", "How many hypotheses the search keeps.")
    step = value_of("_slider", "Which step is shown, from 0 to the last one.")

    def __init__(
        self,
        next_log_probabilities: Callable[[list[list[int]]], np.ndarray],
        names: Sequence[str],
        source: str = "",
        width: int = 3,
        length_power: float = 0.0,
        most: int = MOST_TOKENS,
    ) -> None:
        """See the class."""
        V = np.shape(next_log_probabilities([[]]))[-1]
        if isinstance(names, str) or len(names) != V:
            raise ValueError(f"{len(names)} names for {V} tokens; give a list with one for each")
        self._model, self.names, self.source = next_log_probabilities, names, source
        self._power, self._most = length_power, most
        self._width = ipywidgets.Dropdown(options=WIDTHS, value=width, description="Width")
        self._play, self._slider = player("Play steps", "Step", interval=900)
        super().__init__([ipywidgets.HBox([self._width, self._play, self._slider])])
        self._search()
        self._width.observe(self._search, "value")
        self._slider.observe(self._show, "value")

    def _search(self, change: Any = None) -> None:
        """Search with the chosen width and show the first step."""
        self.beams: list[list[Hypothesis]] = []
        self.found = beam_search(
            self._model, self.width, self._most, self._power, watch=self.beams.append
        )
        rewind(len(self.beams) - 1, self._play, self._slider)
        self._show()

    def text(self, tokens: Prefix) -> str:
        """The words of a hypothesis."""
        return " ".join(self.names[token] for token in tokens)

    def summary(self) -> str:
        """What the step in hand did, in one sentence."""
        beam = self.beams[self.step]
        ended = sum(one.finished for one in beam)
        died = len(self._died())
        parts = [f"Step {self.step + 1} of {len(self.beams)}: {len(beam)} in the beam"]
        parts += [f"{ended} of them finished"] if ended else []
        parts += [f"{died} died out"] if died else []
        best = max(beam, key=lambda one: one.log_probability)
        return f"{', '.join(parts)}. The likeliest is “{self.text(best.tokens)}”."

    def _died(self) -> list[Hypothesis]:
        """Unfinished hypotheses of the step before of which nothing is left in the beam."""
        if self.step == 0:
            return []
        alive = {one.tokens[:-1] for one in self.beams[self.step]}
        before = self.beams[self.step - 1]
        return [one for one in before if not one.finished and one.tokens not in alive]

    def _html(self) -> str:
        rows = [self._row(one, "kept") for one in self.beams[self.step]]
        rows += [self._row(one, "died") for one in self._died()]
        done = [one for beam in self.beams[: self.step] for one in beam if one.finished]
        rows += [self._row(one, "finished") for one in done]
        head = "".join(
            f'<th style="text-align:left;padding-right:1em">{cell}</th>'
            for cell in ("", "probability", "hypothesis")
        )
        source = f'<p style="margin:.3em 0">{html.escape(self.source)}</p>' if self.source else ""
        return (
            f'<div style="font-size:17px;line-height:1.6">{source}'
            f"{announced(self.summary())}"
            f'<table style="border-spacing:0 2px"><tr>{head}</tr>{"".join(rows)}</table></div>'
        )

    def _row(self, one: Hypothesis, kind: str) -> str:
        kind = "finished" if one.finished else kind
        best = self.step == len(self.beams) - 1 and one.tokens == self.found[0].tokens
        *old, new = [html.escape(self.names[token]) for token in one.tokens]
        style = "text-decoration:line-through;opacity:.7" if kind == "died" else ""
        mark = "" if kind == "died" else f"background:{NEW};color:black;padding:0 3px"
        words = f'{" ".join(old)} <span style="{mark}">{new}</span>'
        if best:
            words = f"<b>{words}</b>"
        cell = '<td style="padding-right:1em;{}">{}</td>'
        name = "best" if best else kind
        return (
            f"<tr>{cell.format('', name)}{cell.format('', f'{math.exp(one.log_probability):.2g}')}"
            f"{cell.format(style, words)}</tr>"
        )

    # -- The still image

    def _places(self) -> dict[Prefix, tuple[int, float]]:
        """Column and row of every prefix that was ever in the beam."""
        every = {one.tokens for beam in self.beams for one in beam}
        score = {one.tokens: one.log_probability for beam in self.beams for one in beam}
        places: dict[Prefix, tuple[int, float]] = {}
        leaf = 0.0

        def put(prefix: Prefix) -> float:
            nonlocal leaf
            below = [other for other in every if other[:-1] == prefix and other]
            below.sort(key=lambda other: (-score[other], other))
            if below:
                rows = [put(other) for other in below]
                row = rows[0]
            else:
                row, leaf = leaf, leaf + 1
            places[prefix] = len(prefix), row
            return row

        put(())
        return places

    def description(self) -> str:
        """What the still image shows, in words."""
        best = self.found[0]
        greedy = beam_search(self._model, 1, self._most, self._power)[0]
        same = "also what" if greedy.tokens == best.tokens else "not what"
        return (
            f"Beam tree of width {self.width}: {len(self.beams)} steps; the best of "
            f"{len(self.found)} finished translations is ‘{self.text(best.tokens)}’ with "
            f"probability {math.exp(best.log_probability):.2g}, {same} greedy search finds."
        )

    def figure(self) -> Figure:
        """The tree of everything that was ever in the beam, the best path drawn thick."""
        places = self._places()
        best = {self.found[0].tokens[:n] for n in range(len(self.found[0].tokens) + 1)}
        split = min((len(p) for p, (_, row) in places.items() if row), default=1)
        first = max(1, min(split, len(self.found[0].tokens) - STILL_COLUMNS + 2))
        shown = {p: at for p, at in places.items() if first <= at[0] < first + STILL_COLUMNS}
        rows = sorted({row for _, row in shown.values()})
        at = {p: (column - first, rows.index(row)) for p, (column, row) in shown.items()}
        width = COLUMN * STILL_COLUMNS + 0.4
        height = ROW * (len(rows) + 1) + 0.2
        with skeleton.letters(12):
            image = Figure(figsize=(width, height), layout="none")
            axes = image.add_axes((0, 0, 1, 1))
            axes.set(xlim=(-0.2, STILL_COLUMNS), ylim=(len(rows), -1))
            axes.axis("off")
            start = f"… {self.text(self.found[0].tokens[: first - 1])} …" if first > 1 else ""
            axes.text(
                0,
                -0.6,
                f"{start}   width {self.width}",
                weight="bold",
                va="center",
                parse_math=False,
            )
            for prefix, (x, y) in at.items():
                is_best = prefix in best
                color = KEPT if is_best else "black" if prefix in self._survivors() else DEAD
                if prefix[:-1] in at:
                    px, py = at[prefix[:-1]]
                    line = 2.5 if is_best else 1.0
                    bend = [px, px + 0.06, x]
                    axes.plot(bend, [py, y, y], "-", color=color, linewidth=line, zorder=1)
                name = skeleton.drawable(self.names[prefix[-1]])
                axes.text(
                    x + 0.06,
                    y,
                    name if len(name) <= 11 else name[:10] + "…",
                    va="center",
                    color=color,
                    weight="bold" if is_best else "normal",
                    parse_math=False,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
                )
        return image

    def _survivors(self) -> set[Prefix]:
        """Every prefix of a finished translation."""
        return {one.tokens[:n] for one in self.found for n in range(len(one.tokens) + 1)}
