"""Beam search: the likeliest continuations that a small memory can find."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from course_utils.tokenizers import END, PAD, START


@dataclass(frozen=True)
class Hypothesis:
    """A text so far; it is finished when <end> is its last token."""

    tokens: tuple[int, ...] = ()
    log_probability: float = 0.0  # natural logarithm, the sum over all tokens

    @property
    def finished(self) -> bool:
        """Has the text ended?"""
        return self.tokens[-1:] == (END,)

    def text(self) -> list[int]:
        """The tokens without <end>."""
        return [token for token in self.tokens if token != END]

    def score(self, length_power: float) -> float:
        """log P / length^power: 0 keeps log P, 1 is the mean log-probability of a token."""
        return self.log_probability / max(1, len(self.tokens)) ** length_power


def extend(
    beam: Sequence[Hypothesis], log_probabilities: np.ndarray, width: int
) -> list[Hypothesis]:
    """Built in notebooks/week3_2_seq2seq.ipynb, section 6.

    The `width` likeliest one-token extensions of all hypotheses of a beam, the best first.

    Args:
        beam: N unfinished hypotheses.
        log_probabilities: (N, V) of the next token of each; -inf is never chosen.
        width: how many to keep.
    """
    totals = np.array([one.log_probability for one in beam])[:, None] + log_probabilities  # (N, V)
    order = np.argsort(-totals, axis=None, kind="stable")[:width]
    places = zip(*np.unravel_index(order, totals.shape), strict=True)
    return [
        Hypothesis((*beam[row].tokens, int(token)), float(totals[row, token]))
        for row, token in places
        if totals[row, token] > -math.inf
    ]


def beam_search(
    next_log_probabilities: Callable[[list[list[int]]], np.ndarray],
    width: int,
    max_tokens: int = 60,
    length_power: float = 0.0,
    watch: Callable[[list[Hypothesis]], None] = lambda beam: None,
) -> list[Hypothesis]:
    """Built in notebooks/week3_2_seq2seq.ipynb, section 6.

    Follow the `width` likeliest hypotheses, token by token, until each has ended.

    A finished hypothesis keeps its place in the beam, so width 1 is greedy search. The search
    stops when no unfinished one can win any more, or after `max_tokens`. Padding and <start> are
    never generated, and nothing follows <end>.

    Args:
        next_log_probabilities: maps N prefixes of one length to (N, V).
        width: how many hypotheses are kept at each step.
        max_tokens: most tokens, <end> included.
        length_power: see `Hypothesis.score`; it orders the result.
        watch: called with the beam after each step.

    Returns:
        Finished hypotheses, the best score first; if none ended, the unfinished ones.

    Raises:
        ValueError: for a width or a number of tokens below one.
    """
    if width < 1 or max_tokens < 1:
        raise ValueError(f"width is {width} and max_tokens {max_tokens}; both are at least 1")
    live, finished = [Hypothesis()], []
    for _ in range(max_tokens):
        log_probabilities = next_log_probabilities([list(one.tokens) for one in live])
        log_probabilities[:, [PAD, START]] = -np.inf
        beam = extend(live, log_probabilities, width - len(finished))
        watch(beam)
        finished += [one for one in beam if one.finished]
        live = [one for one in beam if not one.finished]
        best = max((one.log_probability for one in finished), default=-np.inf)
        if length_power == 0:  # log P only falls: who is behind now stays behind
            live = [one for one in live if one.log_probability > best]
        if not live or len(finished) >= width:
            break
    return sorted(finished or live, key=lambda one: -one.score(length_power))
