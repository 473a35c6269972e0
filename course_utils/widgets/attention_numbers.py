"""What the attention explorer sends to its page: bytes, scores and predictions of a record."""

import zlib
from typing import Any

import numpy as np

from course_utils.widgets import skeleton
from course_utils.widgets.attention_record import AttentionRecord
from course_utils.widgets.attention_scores import HeadScore, head_scores
from course_utils.widgets.distributions import at_temperature, most_likely

EXACT_BYTES = 128_000
"""A head's queries, keys and values are sent with it up to this size, else when asked for."""
NO_LIMIT = 1 << 40


def record_numbers(record: AttentionRecord, *, packed: bool) -> dict[str, Any]:
    """The traits that depend on nothing but the record; `packed`: with compressed codes.

    Unpacking takes a page longer than reading, but Jupyter drops what comes with more than 1 MB a
    second, so that only the first record, which comes when the widget is made, is sent as it is.
    """
    codes = record.codes().tobytes()
    norms = record.value_norms()
    largest = 1.0
    if norms is not None:
        largest = float((record.weights * norms[:, :, None]).max())
    return {
        "shape": list(record.weights.shape),
        "tokens": [skeleton.display_name(token) for token in record.tokens],
        "query_tokens": [skeleton.display_name(token) for token in record.looking_tokens()],
        "codes": zlib.compress(codes, 1) if packed else codes,
        "packed": packed,
        "norms": b"" if norms is None else norms.astype("<f4").tobytes(),
        "largest_norm": largest,
    }


def head_numbers(
    record: AttentionRecord, layer: int, head: int, temperature: float, most_bytes: int = NO_LIMIT
) -> dict[str, Any]:
    """What the arithmetic of one head needs."""
    return {**record.details(layer, head, most_bytes), "temperature": temperature}


def score_rows(record: AttentionRecord, effect: HeadScore | None, can_run: bool) -> list[dict]:
    """What the heads can be sorted by; `disabled` where this text or model does not allow it."""
    counted = "Layers go down, heads across" if record.weights.shape[0] > 1 else "Heads"
    plain = {"disabled": False, "values": None}
    words = f"{counted}, counted from 0."
    rows = [{"name": "place", "label": "by layer and head", "words": words, **plain}]
    rows += [score.row() for score in head_scores(record)]
    if effect is not None:
        rows.append(effect.row())
    elif can_run and record.next_probabilities is not None:
        label = "effect on the next token …"
        rows.append({"name": "effect", "label": label, "words": "", **plain})
    return rows


def prediction(
    now: AttentionRecord, before: AttentionRecord, temperature: float, count: int = 6
) -> dict[str, Any]:
    """The likely next tokens, with (now) and without (before) interventions; {} without them."""
    if now.next_probabilities is None or before.next_probabilities is None:
        return {}
    shares = at_temperature(now.next_probabilities, temperature)
    others = at_temperature(before.next_probabilities, temperature)
    likely = {*most_likely(shares, count), *most_likely(others, 3)}
    ids = sorted(likely, key=lambda token: (-shares[token], token))
    return {
        "names": [skeleton.display_name(now.vocabulary[token]) for token in ids],
        "now": shares[ids].tolist(),
        "before": others[ids].tolist(),
        "bits": divergence(before.next_probabilities, now.next_probabilities),
    }


def divergence(before: np.ndarray, after: np.ndarray) -> float:
    """KL(before ‖ after) in bits, Σ p log2(p / q): two (V,) distributions -> ().

    >>> round(divergence(np.array([0.5, 0.5]), np.array([0.25, 0.75])), 4)
    0.2075
    """
    possible = before > 0
    ratios = before[possible] / np.maximum(after[possible], 1e-12)
    return max(0.0, float((before[possible] * np.log2(ratios)).sum()))
