"""Merge stepper: byte-pair encoding one merge at a time, on any short text."""

import html
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import ipywidgets
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from course_utils import plots
from course_utils.subwords import as_symbols, count_pieces, spell_merges, train_merges
from course_utils.tokenizers import FIRST_WORD
from course_utils.widgets import skeleton
from course_utils.widgets.steps import (
    DONE,
    Stepper,
    announced,
    player,
    rewind,
    text_field,
    value_of,
)

MOST_MERGES = 60
MOST_CHARACTERS = 2_000
STILL_PIECES = 10  # rows of the still image
STILL_STEPS = 4  # its columns
COLUMN, LINE, CHARACTER = 1.85, 0.31, 0.1  # inches; a character of 12 points in a monospaced font
NEWEST, FUSED = plots.COLORS[4], DONE  # black text is readable on both

BOX = (
    "display:inline-block;line-height:1.5;white-space:nowrap;margin:0 1px;padding:1px 4px;"
    "border:1px solid;border-radius:3px;font-family:monospace"
)


@dataclass(frozen=True)
class Step:
    """The text after some merges."""

    words: tuple[str, ...]  # each piece as a string of symbols, see subwords.as_symbols
    newest: int | None  # id of the token that the last merge made
    times: int  # how often that merge was applied
    rivals: tuple[tuple[str, int], ...]  # the most frequent pairs now, the next merge first


def steps(text: str) -> tuple[list[Step], list[int], list[str]]:
    """Every step of byte-pair encoding on `text` while some pair still occurs twice.

    Returns:
        The steps, from none merged; how often each piece occurs; the name of every token id.

    Raises ValueError for half of a surrogate pair.
    """
    pieces = count_pieces([text])
    weights = list(pieces.values())
    words = tuple(as_symbols(piece) for piece in pieces)
    merges = train_merges(pieces, MOST_MERGES)
    rivals = _rivals(words, weights)
    found = [Step(words, None, 0, rivals)]
    for index, (left, right) in enumerate(merges, start=FIRST_WORD):
        pair, new = chr(left) + chr(right), chr(index)
        if rivals[0][1] < 2:
            break
        words = tuple(word.replace(pair, new) for word in words)
        times = sum(word.count(new) * weight for word, weight in zip(words, weights, strict=True))
        rivals = _rivals(words, weights)
        found.append(Step(words, index, times, rivals))
    return found, weights, [*map(name_of, spell_merges(merges))]


def name_of(spelling: bytes) -> str:
    """Name a token so that every character in it can be seen.

    >>> name_of(" the".encode()), name_of("我".encode()[:2])
    ('␣the', '⟨E6 88⟩')
    """
    try:
        return skeleton.display_name(spelling.decode("utf-8"))
    except UnicodeDecodeError:
        return f"⟨{spelling.hex(' ').upper()}⟩"


def _rivals(words: tuple[str, ...], weights: list[int]) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for word, weight in zip(words, weights, strict=True):
        for left, right in pairwise(word):
            counts[left + right] += weight
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:5])


def _times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{count} times"


class MergeStepper(Stepper):
    """Play merges, watch words fuse, type a text of your own.

    >>> stepper = MergeStepper("sing, singing, singer", step=2)
    >>> stepper.names[stepper.current.newest], stepper.current.times
    ('ing', 4)

    Change `stepper.text` and `stepper.step` from code, or with the mouse and the arrow keys.

    Args:
        text: what to learn merges from; at most 2,000 characters are used.
        step: how many merges to show at first; fewer when the text has fewer.
    """

    text = value_of("_text", "The text that merges are learned from.")
    step = value_of("_slider", "How many merges are shown, at most all of them.")

    def __init__(self, text: str, step: int = 0) -> None:
        """See the class."""
        self._text = text_field(text, rows=3)
        self._play, self._slider = player("Play merges", "Merges", interval=900)
        super().__init__([self._text, ipywidgets.HBox([self._play, self._slider])])
        self._learn()
        self.step = step
        self._text.observe(self._learn, "value")
        self._slider.observe(self._show, "value")
        self._show()

    @property
    def current(self) -> Step:
        """What is shown now."""
        return self.steps[self.step]

    def _learn(self, change: Any = None) -> None:
        """Learn the merges of a new text and show it before the first one."""
        text = self.text.encode("utf-8", "replace").decode()[:MOST_CHARACTERS]
        self.steps, self.weights, self.names = steps(text)
        rewind(len(self.steps) - 1, self._play, self._slider)
        self._show()

    def _name(self, symbols: str) -> str:
        return " ".join(self.names[ord(symbol)] for symbol in symbols)

    def _length(self, step: Step) -> int:
        """Number of tokens of the whole text."""
        return sum(len(w) * weight for w, weight in zip(step.words, self.weights, strict=True))

    def summary(self) -> str:
        """What the last merge did, in one sentence."""
        step = self.current
        tokens = f"The text has {self._length(step)} tokens."
        if step.newest is None:
            return f"Nothing is merged yet. {tokens}"
        name = self.names[step.newest]
        stands = f"stands {_times(step.times)}"
        return f"Merge {self.step} makes “{name}”, which now {stands} in the text. {tokens}"

    def _html(self) -> str:
        """The summary, every piece with its tokens in boxes, and the pairs that come next."""
        pieces = []
        for word, weight in zip(self.current.words, self.weights, strict=True):
            boxes = "".join(self._box(symbol) for symbol in word)
            times = f'<span style="opacity:.75"> ×{weight}</span>' if weight > 1 else ""
            pieces.append(
                f'<span style="display:inline-block;margin-right:1em">{boxes}{times}</span>'
            )
        rivals = ", ".join(
            f"<b>{html.escape(self._name(pair))}</b> {_times(count)}"
            for pair, count in self.current.rivals
        )
        last = self.step == len(self.steps) - 1
        after = "No pair occurs twice: nothing is left to learn." if last else f"Next: {rivals}"
        return (
            '<div style="font-size:17px;line-height:2.1">'
            f"{announced(self.summary())}"
            f'<div style="margin:.3em 0">{" ".join(pieces)}</div>'
            f'<p style="margin:.3em 0">{after}</p></div>'
        )

    def _box(self, symbol: str) -> str:
        newest = ord(symbol) == self.current.newest
        color = NEWEST if newest else FUSED if ord(symbol) >= FIRST_WORD else "transparent"
        text = "black" if color != "transparent" else "inherit"
        weight = "bold" if newest else "normal"
        return (
            f'<span style="{BOX};background:{color};color:{text};font-weight:{weight}">'
            f"{html.escape(self._name(symbol))}</span>"
        )

    def description(self) -> str:
        """What the still image shows, in words."""
        first, last = self._length(self.steps[0]), self._length(self.steps[-1])
        made = ", ".join(f"‘{self.names[step.newest]}’" for step in self.steps[1:])
        learned = f" The merges make, in this order: {made}." if made else ""
        count = len(self.steps) - 1
        return (
            f"Merge stepper: {first} tokens before the first merge, {last} after the last of "
            f"{count}.{learned}"
        )

    def figure(self) -> Figure:
        """The still image: the first pieces at four moments, from no merge to all merges."""
        count = len(self.steps) - 1
        moments = sorted({round(count * i / (STILL_STEPS - 1)) for i in range(STILL_STEPS)})
        rows = min(STILL_PIECES, len(self.steps[0].words))
        width, height = COLUMN * len(moments) + 0.15, LINE * (rows + 1) + 0.2
        fonts = ["DejaVu Sans Mono", *skeleton.font_families()]
        with skeleton.letters(12, {"font.family": fonts}):
            image = Figure(figsize=(width, height), layout="none")
            axes = image.add_axes((0, 0, 1, 1))
            axes.set(xlim=(0, width), ylim=(height, 0))
            axes.axis("off")
            for column, moment in enumerate(moments):
                left = 0.15 + COLUMN * column
                title = f"{moment} merge{'' if moment == 1 else 's'}"
                axes.text(left, 0.22, title, va="center", weight="bold")
                step = self.steps[moment]
                for row, word in enumerate(step.words[:rows], start=1):
                    self._draw(axes, left, 0.22 + LINE * row, word, step)
        return image

    def _draw(self, axes: Axes, left: float, middle: float, word: str, step: Step) -> None:
        """Draw one piece; what doesn't fit into the column is left out after "…"."""
        end = left + COLUMN - 0.2
        for symbol in word:
            name = skeleton.drawable(self._name(symbol))
            wide = CHARACTER * sum(1 + (character > "\u2e7f") for character in name) + 0.05
            if left + wide > end:
                axes.text(left, middle, "…", va="center")
                return
            newest = ord(symbol) == step.newest
            color = NEWEST if newest else FUSED if ord(symbol) >= FIRST_WORD else "white"
            box = Rectangle((left, middle - 0.12), wide, 0.24, facecolor=color, edgecolor="black")
            axes.add_patch(box)
            axes.text(left + wide / 2, middle, name, ha="center", va="center", parse_math=False)
            left += wide + 0.02
