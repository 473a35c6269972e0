"""The head finder: five numbers for each head that say which known pattern its attention has.

Each is computed from the weights alone, and compared with `even`: what a head that spreads its
attention evenly over everything it may look at would get on the same text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_utils.widgets.attention_record import AttentionRecord


@dataclass(frozen=True, eq=False)
class HeadScore:
    """One score of every head. `values` is (L, H), or None when the text does not allow it."""

    name: str
    label: str
    words: str  # what it measures, in plain words; or why there is none
    values: np.ndarray | None
    even: float | None = None  # the score of an evenly spread head, where there is one
    lowest_first: bool = False  # sort so that the most remarkable head comes first

    def order(self) -> list[int]:
        """Places of the heads, layer · H + head, the most remarkable first; ties by place."""
        flat = self.values.ravel()
        return np.argsort(flat if self.lowest_first else -flat, kind="stable").tolist()

    def row(self) -> dict[str, Any]:
        """The score as the page gets it: numbers with five digits, and words with its result."""
        row = {"name": self.name, "label": self.label, "words": self.words}
        if self.values is None:
            return {**row, "values": None, "disabled": True}
        order = self.order()
        layer, head = divmod(order[0], self.values.shape[1])
        words = f"{self.words} First: layer {layer}, head {head}, {self.values[layer, head]:.2f}."
        if self.even is not None:
            words += f" An even spread would give {self.even:.2f}."
        values = [float(f"{value:.5g}") for value in self.values.ravel()]
        return {**row, "words": words, "values": values, "order": order, "disabled": False}


def previous_token(weights: np.ndarray) -> np.ndarray:
    """Mean weight on the token just before, over queries 1 … Q−1: (L, H, Q, Q) -> (L, H).

    >>> previous_token(np.array([[[[1.0, 0], [1, 0]]]]))
    array([[1.]])
    """
    return np.diagonal(weights, offset=-1, axis1=-2, axis2=-1).mean(-1)


def first_token(weights: np.ndarray) -> np.ndarray:
    """Mean weight on key 0, over queries 1 … Q−1, since query 0 often has no choice: -> (L, H)."""
    return weights[:, :, 1:, 0].mean(-1)


def entropy(weights: np.ndarray) -> np.ndarray:
    """Mean entropy of the rows in bits, −Σ w log2 w: (L, H, Q, K) -> (L, H)."""
    logarithms = np.log2(weights, out=np.zeros_like(weights), where=weights > 0)
    return -np.einsum("lhqk,lhqk->lhq", weights, logarithms).mean(-1)


def after_earlier_copies(tokens: Sequence[str]) -> np.ndarray:
    """(T, T) bool: True at (q, k) when token k−1 equals token q and k comes before q.

    In "a b c a", the last "a" has one such key, 1: "b", which followed "a" before. It is where an
    induction head looks (Olsson et al. 2022, In-context Learning and Induction Heads).
    """
    same = _same(tokens, tokens)
    targets = np.zeros_like(same)
    targets[:, 1:] = same[:, :-1]
    return np.tril(targets, -1)


def copies_of_next(query_tokens: Sequence[str], key_tokens: Sequence[str] | None) -> np.ndarray:
    """(Q, K) bool: True at (q, k) when token k equals the token that follows query q.

    With `key_tokens` None the keys are the query tokens up to q, as for a model that predicts
    what comes next; otherwise another text (cross-attention). The last row is empty.
    """
    targets = np.zeros((len(query_tokens), len(key_tokens or query_tokens)), bool)
    targets[:-1] = _same(query_tokens, key_tokens or query_tokens)[1:]
    return targets if key_tokens else np.tril(targets)


def weight_on(targets: np.ndarray, weights: np.ndarray) -> np.ndarray | None:
    """Mean, over queries that have a target, of the weight on all targets: -> (L, H), or None."""
    rows = targets.any(-1)
    if not rows.any():
        return None
    return np.einsum("lhqk,qk->lh", weights[:, :, rows], targets[rows]) / rows.sum()


def _same(left: Sequence[str], right: Sequence[str]) -> np.ndarray:
    numbers: dict[str, int] = {}
    first, second = (
        np.array([numbers.setdefault(token, len(numbers)) for token in tokens])
        for tokens in (left, right)
    )
    return first[:, None] == second[None, :]


def head_scores(record: AttentionRecord) -> list[HeadScore]:
    """All five scores of every head of a record."""
    weights = record.weights.astype(np.float32, copy=False)
    even = record.mask[:1, :1] / np.maximum(record.mask[:1, :1].sum(-1, keepdims=True), 1)
    several = weights.shape[2] > 1
    own_text = record.is_self_attention
    repeats = after_earlier_copies(record.tokens) if own_text else np.zeros((1, 1), bool)
    sources = copies_of_next(record.looking_tokens(), None if own_text else record.tokens)

    def score(
        name: str,
        label: str,
        measure: Callable[[np.ndarray], np.ndarray],
        words: str,
        missing: str | None,
        lowest_first: bool = False,
    ) -> HeadScore:
        if missing:
            return HeadScore(name, label, missing, None)
        spread = float(measure(even)[0, 0])
        return HeadScore(name, label, words, measure(weights), spread, lowest_first)

    only_self = None if own_text else "Only for a text that looks at itself (self-attention)."
    short = None if several else "Needs two tokens or more."
    return [
        score(
            "previous",
            "previous token",
            previous_token,
            "Share of its attention that goes to the token just before.",
            only_self or short,
        ),
        score(
            "first",
            "first token",
            first_token,
            "Share that goes to the very first token. Many trained heads rest there when they "
            "find nothing to do.",
            short,
        ),
        score(
            "induction",
            "induction",
            lambda values: weight_on(repeats, values),
            "“A B … A”: at the second A, the share that goes to B, which followed A before. "
            "Measured where a token comes again.",
            only_self or (None if repeats.any() else "No token of this text comes again."),
        ),
        score(
            "copying",
            "copying",
            lambda values: weight_on(sources, values),
            "Share that goes to places where the token that comes next already stands, so that "
            "it could be copied.",
            None if sources.any() else "No token of this text could have been copied.",
        ),
        score(
            "entropy",
            "entropy",
            entropy,
            "How widely it spreads, in bits: 0 looks at one token only, 1 is like two equal "
            "shares, 3 like eight. Sharpest first.",
            None,
            lowest_first=True,
        ),
    ]
