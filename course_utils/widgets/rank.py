"""Rank slider: what the best r directions keep of a change ΔW, and what the model then says."""

import base64
import html
from collections.abc import Mapping
from math import isnan

import ipywidgets
import matplotlib
import numpy as np
import torch
from matplotlib.figure import Figure
from torch import Tensor

from course_utils import plots
from course_utils.low_rank import truncate
from course_utils.widgets import skeleton
from course_utils.widgets.steps import Stepper, announced, value_of

BLUE, ORANGE = plots.COLORS[:2]


class RankSlider(Stepper):
    """Singular values of one ΔW, the change itself at rank r, and the quality of the whole model.

    Choose a matrix and a rank, by mouse or by arrow keys. The quality is that of the model with
    *all* its changes cut down to rank r.

    Args:
        changes: ΔW by name, (C_out, C_in) each.
        quality: bits per token at each rank that can be chosen, ascending; the first rank is 0 (no
            change), the last one the whole change.
        rank: the rank chosen at first.
        matrix: the matrix chosen at first; None for the first.
    """

    rank = value_of("_rank", "The rank chosen.")
    matrix = value_of("_matrix", "The name of the matrix chosen.")

    def __init__(
        self,
        changes: Mapping[str, Tensor],
        quality: Mapping[int, float],
        rank: int = 4,
        matrix: str | None = None,
    ) -> None:
        """See the class; ValueError for a rank whose quality is not known."""
        if rank not in quality:
            known = ", ".join(str(r) for r in quality)
            raise ValueError(f"the quality at rank {rank} is not known; choose from: {known}")
        self.changes, self.quality = dict(changes), dict(quality)
        self._matrix = ipywidgets.Dropdown(
            options=list(self.changes),
            value=matrix or next(iter(self.changes)),
            description="Matrix",
            layout=ipywidgets.Layout(width="60%"),
        )
        self._rank = ipywidgets.SelectionSlider(
            options=list(self.quality),
            value=rank,
            description="Rank",
            layout=ipywidgets.Layout(width="98%"),
        )
        super().__init__([self._matrix, self._rank])
        self._matrix.observe(self._show, "value")
        self._rank.observe(self._show, "value")
        self._show()

    def kept(self) -> float:
        """The share of the sum of squares of this ΔW that the r best directions hold."""
        squares = torch.linalg.svdvals(self.changes[self.matrix]).double().square()
        return float(squares[: self.rank].sum() / squares.sum().clamp_min(1e-30))

    def gained(self) -> float:
        """The share of the whole change's gain in bits that is there at this rank, or nan."""
        bits = list(self.quality.values())
        whole = bits[0] - bits[-1]
        return (bits[0] - self.quality[self.rank]) / whole if whole else float("nan")

    def summary(self) -> str:
        """What the rank keeps of the matrix, and of the gain in bits."""
        shape = " by ".join(str(n) for n in self.changes[self.matrix].shape)
        gained = self.gained()
        share = "nothing is gained or lost" if isnan(gained) else f"{gained:.0%} of the gain"
        return (
            f"Rank {self.rank} of {self.matrix}, {shape}: {self.kept():.0%} of its sum of squares. "
            f"All {len(self.changes)} changes cut to this rank: {self.quality[self.rank]:.2f} bits "
            f"per token, {share}."
        )

    def description(self) -> str:
        """What the still image shows, in words."""
        bits = list(self.quality.values())
        return (
            f"Three pictures of a change: singular values, the change at rank {self.rank} (orange "
            f"for numbers below 0, purple above), and bits against rank, from {bits[0]:.2f} "
            f"without a change to {bits[-1]:.2f} with all of it. {self.summary()}"
        )

    def figure(self) -> Figure:
        """The three pictures."""
        change, rank = self.changes[self.matrix].detach().float(), self.rank
        values = torch.linalg.svdvals(change).numpy()
        near = truncate(change, min(rank, min(change.shape))).numpy()
        ranks, bits = list(self.quality), list(self.quality.values())
        with skeleton.letters(12, {"axes.grid": False}):
            image = Figure(figsize=(10.0, 3.3), layout="constrained")
            left, middle, right = image.subplots(1, 3)
            places = np.arange(1, len(values) + 1)
            left.plot(places, values, color=plots.GRAY, linewidth=1.5)
            left.plot(places[:rank], values[:rank], "o", color=BLUE, markersize=4)
            left.set(xlabel="direction", ylabel="singular value", title="what is in ΔW")
            left.set_ylim(0, None)
            most = float(np.quantile(np.abs(change.numpy()), 0.98)) or 1.0
            few = matplotlib.colormaps["PuOr"].resampled(15)  # colors are left for the dots
            middle.imshow(
                near, cmap=few, vmin=-most, vmax=most, aspect="auto", interpolation="nearest"
            )
            middle.set(xticks=[], yticks=[], title=f"ΔW at rank {rank}")
            middle.set_xlabel("orange below 0, purple above")
            right.plot(range(len(ranks)), bits, "-", color=plots.GRAY)
            right.plot([ranks.index(rank)], [self.quality[rank]], "o", color=ORANGE, markersize=10)
            right.set_xticks(range(len(ranks)), [str(r) for r in ranks], fontsize=10)
            right.set(xlabel="rank of all changes", ylabel="bits per token", title="quality")
        return image

    def _html(self) -> str:
        """The summary and the three pictures."""
        png = base64.b64encode(skeleton.figure_png(self.figure())).decode("ascii")
        return (
            '<div style="font-size:16px;line-height:1.5">'
            f"{announced(self.summary())}"
            f'<img alt="{html.escape(self.description())}" style="max-width:100%" '
            f'src="data:image/png;base64,{png}"></div>'
        )
