"""Static figures: one palette, one way to show them with alternative text, and the ladder chart.

Alternative text in an output's metadata is the right place for it, but JupyterLab 4.6 and the
default template of nbconvert 7 both draw the image without it. `show` therefore also writes it as a
sentence under the picture, where every reader finds it.
"""

import base64
import functools
import io
import math
import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import IPython.display
import matplotlib
import matplotlib.pyplot as plt
from cycler import cycler
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from PIL import Image

# Okabe and Ito (2008): told apart with every common color blindness. Luminance differs as well,
# and each color has its own line style and marker, so nothing depends on color alone.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#000000")
LINE_STYLES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 2)))
MARKERS = ("o", "s", "^", "D", "v", "P")
GRAY = "#6B6B6B"
LINES: dict[str, dict] = {  # models that meet in charts of several notebooks look the same there
    "RNN": {"color": COLORS[0], "linestyle": "-", "marker": "o"},
    "LSTM": {"color": COLORS[1], "linestyle": "--", "marker": "s"},
    "GPT, rotary": {"color": COLORS[2], "linestyle": "-.", "marker": "^"},
    "GPT, rotary, Muon": {"color": COLORS[3], "linestyle": (0, (5, 1, 1, 1, 1, 1)), "marker": "v"},
    "5-gram, Kneser–Ney": {"color": GRAY, "linestyle": "--", "marker": "D"},
    "the world itself": {"color": "black", "linestyle": ":", "marker": "P"},
}

MAXIMUM_PNG_BYTES = 60_000
DOTS_PER_INCH = (100, 84, 72)  # the sharpest one that fits into MAXIMUM_PNG_BYTES is shown
FEWEST_WORDS = 8  # of an alternative text: "Loss falls." is a caption for those who can see

# What Linux, macOS and Windows install; the first one found draws the Chinese labels.
CHINESE_FONTS = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Noto Sans CJK JP"),
    *("PingFang SC", "Hiragino Sans GB", "Heiti SC", "STHeiti", "Arial Unicode MS"),
    *("Microsoft YaHei", "DengXian", "SimHei", "SimSun"),
    *("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback", "Noto Serif CJK SC"),
)


class Interval(Protocol):
    """Anything with a mean and its 95 % interval: evaluation.Score, evaluation.Rung."""

    bits: float
    low: float
    high: float


class LadderRung(Interval, Protocol):
    """What `ladder` reads of an evaluation.Rung."""

    ladder: str
    model: str
    week: str
    live: bool


def style() -> None:
    """Make every later figure look like the course's: text of 12 points and more for projectors."""
    fonts = ["DejaVu Sans", *filter(None, [chinese_font()])]
    cycle = cycler(color=COLORS) + cycler(linestyle=LINE_STYLES)
    matplotlib.rcParams.update(
        {
            "axes.axisbelow": True,
            "axes.grid": True,
            "axes.prop_cycle": cycle,
            "axes.spines.right": False,
            "axes.spines.top": False,
            "axes.titlelocation": "left",
            "axes.titlesize": 13,
            "figure.constrained_layout.use": True,
            "figure.dpi": DOTS_PER_INCH[0],
            "figure.figsize": (7.0, 4.0),
            "font.family": fonts,
            "font.size": 12,
            "grid.color": "#E4E4E4",
            "legend.fontsize": 12,
            "legend.frameon": False,
            "lines.linewidth": 2.0,
            "lines.markersize": 7,
            "xtick.labelsize": 12,
            "ytick.labelsize": 12,
        }
    )


@functools.cache
def chinese_font() -> str | None:
    """Name of an installed font with Chinese characters, None when there is none."""
    entries = font_manager.fontManager.ttflist  # a cached list: the file may be gone since
    installed = {entry.name for entry in entries if Path(entry.fname).exists()}
    return next((name for name in CHINESE_FONTS if name in installed), None)


def label(chinese: str, pinyin: str) -> str:
    """Return the label that this machine can draw: `chinese`, or `pinyin` without a Chinese font.

    >>> label("北京", "Běijīng") in ("北京", "Běijīng")
    True
    """
    if chinese_font() is None:
        return pinyin
    path = font_manager.findfont(chinese_font(), fallback_to_default=False)
    drawn = font_manager.get_font(path).get_charmap()
    return chinese if all(ord(c) in drawn for c in chinese if not c.isascii()) else pinyin


def show(figure: Figure, alt: str) -> None:
    """Display `figure` as a PNG with the alternative text `alt`, and close it.

    `alt` states what a sighted reader concludes, with its main number. It goes into the output's
    metadata (for pages made from notebooks), into text/plain (for terminals and tests), and under
    the picture.

    Raises:
        ValueError: for an `alt` of fewer than eight words, for characters that no font here can
            draw, and for a PNG over 60 KB even at 72 dots per inch.
    """
    if len(alt.split()) < FEWEST_WORDS:
        raise ValueError(
            f"alternative text {alt!r} has {len(alt.split())} words; say in {FEWEST_WORDS} or "
            "more what a reader who sees the figure concludes from it, with its main number"
        )
    try:
        png = _sharpest_png(figure)
    finally:
        plt.close(figure)
    IPython.display.display(
        {"image/png": base64.b64encode(png).decode("ascii"), "text/plain": alt},
        metadata={"image/png": {"alt": alt}},
        raw=True,
    )
    caption = re.sub(r"([\\`*_\[\]<>$~])", r"\\\1", alt)
    IPython.display.display({"text/markdown": f"*{caption}*", "text/plain": alt}, raw=True)


def png(figure: Figure, dots_per_inch: int, colors: int) -> bytes:
    """The PNG file of a figure with a palette, a third of the bytes; the same on every run."""
    drawn, small = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="png", dpi=dots_per_inch)
    picture = Image.open(drawn).convert("RGB").quantize(colors, dither=Image.Dither.NONE)
    picture.save(small, format="PNG", optimize=True)
    return small.getvalue()


def _sharpest_png(figure: Figure) -> bytes:
    """Draw the figure as sharply as MAXIMUM_PNG_BYTES allows; the same bytes on every run."""
    for dots in DOTS_PER_INCH:
        with warnings.catch_warnings():
            warnings.filterwarnings("error", message="Glyph .* missing")
            try:
                # A palette of 256 colors loses nothing the eye sees here.
                small = png(figure, dots, 256)
            except UserWarning as warning:
                raise ValueError(
                    f"{warning} Use plots.label(chinese, pinyin) for Chinese labels after "
                    "plots.style(), or install a font (Debian: fonts-noto-cjk) and restart."
                ) from None
        if len(small) <= MAXIMUM_PNG_BYTES:
            return small
    raise ValueError(
        f"the PNG has {len(small) / 1000:.0f} KB at {dots} dots per inch; at most "
        f"{MAXIMUM_PNG_BYTES / 1000:.0f} KB go into a notebook. Make the figure smaller, draw "
        "fewer points, or use fewer shades of color."
    )


def ladder(
    rungs: Sequence[LadderRung], *, floor: Interval | None = None, title: str | None = None
) -> Figure:
    """Draw one ladder: a row for each model, grouped by week, bits with their 95 % interval.

    Rows keep the order of `rungs`. Filled diamonds were computed in this notebook (`live`), open
    circles are shipped runs. A model with infinite bits, which gave some token probability 0,
    gets an arrow at the right edge. `floor` is the generator's own score, which no model beats in
    expectation: a vertical line with its interval as a band.

    Raises:
        ValueError: without rungs, or with rungs of two ladders (their units differ).
    """
    ladders = {rung.ladder for rung in rungs}
    if len(ladders) != 1:
        raise ValueError(f"one chart shows one ladder, not {sorted(ladders)}; filter the rungs")
    unit = "bits per token" if ladders == {"world"} else "bits per character"
    ends = [end for r in [*rungs, *filter(None, [floor])] for end in (r.low, r.high)]
    finite = [end for end in ends if math.isfinite(end)] or [0.0, 1.0]
    width = max(finite) - min(finite) or 1.0
    edge = max(finite) + 0.22 * width  # room for the numbers on the right

    figure, axes = plt.subplots(figsize=(7.5, 1.5 + 0.38 * len(rungs)), layout="constrained")
    weeks = list(dict.fromkeys(rung.week for rung in rungs))
    for row, rung in enumerate(rungs):
        if weeks.index(rung.week) % 2 == 0:
            axes.axhspan(row - 0.5, row + 0.5, color="#F2F2F2", linewidth=0, zorder=0)
        _draw_rung(axes, row, rung, edge)
    if floor is not None:
        axes.axvspan(floor.low, floor.high, color=GRAY, alpha=0.25, linewidth=0, zorder=1)
        axes.axvline(floor.bits, color="black", linestyle="--", linewidth=1.5, zorder=2)
        axes.annotate(
            f"the floor {floor.bits:.2f}",
            (floor.bits, 1),
            xycoords=("data", "axes fraction"),
            xytext=(4, 3),
            textcoords="offset points",
        )
    axes.set_yticks(range(len(rungs)), [f"{rung.model}  ({rung.week})" for rung in rungs])
    axes.set(xlabel=f"{unit}, 95 % interval (less is better)", ylim=(len(rungs) - 0.5, -0.5))
    axes.set_xlim(min(finite) - 0.08 * width, edge + 0.02 * width)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    if title:
        axes.set_title(title, pad=22 if floor is not None else None)
    kinds = {rung.live for rung in rungs}
    names = {True: "computed here (live)", False: "shipped run"}
    if True in kinds:
        keys = [Line2D([], [], label=names[k], **_marker(k)) for k in sorted(kinds, reverse=True)]
        figure.legend(handles=keys, loc="outside lower right", ncols=2)
    return figure


def _marker(live: bool) -> dict[str, object]:
    """How a live or a shipped rung is drawn: the shape differs, not only the color."""
    color = COLORS[1] if live else COLORS[0]
    face = color if live else "white"
    shape = "D" if live else "o"
    return {"color": color, "marker": shape, "markerfacecolor": face, "linestyle": "none"}


def _draw_rung(axes: Axes, row: int, rung: LadderRung, edge: float) -> None:
    """Draw one row of the ladder: marker, interval and number, or an arrow for infinite bits."""
    if not math.isfinite(rung.bits):
        color = _marker(rung.live)["color"]
        axes.plot([edge], [row], color=color, marker=">", linestyle="none", clip_on=False)
        axes.annotate(
            "infinite: gives a token probability 0  ",
            (edge, row),
            ha="right",
            va="center",
        )
        return
    bars = [[rung.bits - rung.low], [rung.high - rung.bits]]
    axes.errorbar([rung.bits], [row], xerr=bars, capsize=4, zorder=3, **_marker(rung.live))
    axes.annotate(
        f"{rung.bits:.2f}",
        (rung.high, row),
        xytext=(8, 0),
        textcoords="offset points",
        va="center",
    )
