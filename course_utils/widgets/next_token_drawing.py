"""What the next-token bars do and say without a page: draw to the end, and word an error."""

import re
import time
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

LINE_BREAK = "↵"
"""How a line break is shown, and how it can be typed in a field of one line."""

MOST_TOKENS = 256
SECONDS = 10.0


class Tokenizer(Protocol):
    """What the widget needs of a tokenizer; those of `course_utils.tokenizers` have it."""

    names: Sequence[str]

    def encode(self, text: str) -> list[int]:
        """Token ids of a text."""

    def decode(self, ids: Sequence[int]) -> str:
        """The text of token ids."""


def with_line_breaks(text: str) -> str:
    r"""The text a learner means: ↵ is how one types a line break.

    >>> with_line_breaks("Dear Max,↵Hello")
    'Dear Max,\nHello'
    """
    return text.replace(LINE_BREAK, "\n")


def message(error: Exception) -> str:
    r"""An error in words for the page: line breaks as ↵, and no "ValueError:" before a sentence.

    >>> message(ValueError("'Sam' cannot follow '\\n'"))
    "'Sam' cannot follow '↵'"
    >>> message(KeyError("Sam"))
    "KeyError: 'Sam'"
    """
    # As repr() spells it, too, but only where it is a word by itself: not in C:\new.
    words = re.sub(r"""(?<![^\s'"])\\n(?![^\s'",.;])""", LINE_BREAK, str(error))
    words = words.replace("\n", LINE_BREAK)
    return words if type(error) is ValueError and words else f"{type(error).__name__}: {words}"


def draw_to_end(
    shares: Callable[[Sequence[int]], np.ndarray],
    context: Sequence[int],
    end: int,
    random: np.random.Generator,
    *,
    most: int = MOST_TOKENS,
    seconds: float = SECONDS,
) -> tuple[list[int], str]:
    """Draw token after token until the document ends.

    Args:
        shares: from the ids of a context to the probabilities to draw from, (V,).
        context: ids of the beginning.
        end: id of the token that ends a document.
        random: where the draws come from.
        most: tokens at most.
        seconds: time after which no further token is drawn.

    Returns:
        The ids drawn, and in words why it stopped. An error or an interrupt (Ctrl+C, the stop
        button) after the first token keeps what was drawn until then.

    Raises:
        Exception: whatever `shares` raises for the first token.
    """
    drawn: list[int] = []
    started = time.monotonic()
    try:
        while len(drawn) < most:
            values = shares([*context, *drawn])
            drawn.append(int(random.choice(len(values), p=values)))
            if drawn[-1] == end:
                return drawn, ""
            if time.monotonic() - started > seconds:
                return drawn, f"Stopped after {seconds:g} seconds; draw again to go on."
    except KeyboardInterrupt:
        return drawn, "Interrupted."
    except Exception as error:  # what was drawn is worth seeing, and so is the reason
        if not drawn:
            raise
        return drawn, f"Stopped: {message(error)}"
    return drawn, "Not ended yet; draw again to go on."
