"""What the attention explorer needs of a model, as plain arrays, checked when they are given.

Letters: L layers, H heads, Q queries, K keys, D width of a head, C width of the model,
V vocabulary.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from course_utils.widgets.distributions import check_distribution

MOST_CELLS = 16_000_000
"""More cells than these, L · H · Q · K, are refused: the page would hold them all."""
EXACT_CELLS = 128 * 128
"""Up to so many cells, Q · K, the head in hand is sent as float32 besides its codes."""


@dataclass(frozen=True, eq=False)
class AttentionRecord:
    """Where one model looked while it read one text.

    Arrays may be numpy arrays, torch tensors, or one of these for each layer. With a single layer
    or head its axis can be left out: weights of shape (H, Q, K) are one layer's, (Q, K) one head's.

    Args:
        weights: attention weights after the softmax, (L, H, Q, K).
        tokens: the K tokens that are looked at, as text.
        query_tokens: the Q tokens that look, when they are others (cross-attention).
        queries: (L, H, Q, D), as they enter the dot product (after rotary positions).
        keys: (L, H, K, D), likewise.
        values: (L, H, K, D).
        output: the output projection of each head, (L, H, D, C): with head outputs concatenated
            and multiplied by W of shape (H·D, C), it is ``W.reshape(H, D, C)``.
        mask: bool, True where a query may look at a key; any shape that broadcasts to the
            weights'. None: causal if every weight above the diagonal is exactly 0, else no mask.
        score_scale: what q·k is multiplied by; None: 1/√D.
        vocabulary: the V tokens as text.
        next_probabilities: the model's distribution after the last query, (V,).

    Raises:
        ValueError: a shape or a number of tokens does not fit; the message names both.
    """

    weights: Any
    tokens: Sequence[str]
    query_tokens: Sequence[str] | None = None
    queries: Any = None
    keys: Any = None
    values: Any = None
    output: Any = None
    mask: Any = None
    score_scale: float | None = None
    vocabulary: Sequence[str] | None = None
    next_probabilities: Any = None

    def __post_init__(self) -> None:
        """Check all fields and bring them to the shapes above."""
        # Frozen for everybody else: fields are replaced once, here, by their checked form.
        put = functools.partial(object.__setattr__, self)
        weights = _with_layers_and_heads("weights", self.weights, "(L, H, Q, K)")
        layers, heads, query_count, key_count = weights.shape
        if weights.size == 0 or weights.size > MOST_CELLS:
            raise ValueError(
                f"weights has shape {weights.shape}, {weights.size:,} cells; the explorer shows "
                f"1 to {MOST_CELLS:,}: choose some layers, weights[:2], or a shorter text"
            )
        put("weights", weights)
        put("tokens", _texts("tokens", self.tokens))
        _expect_count("tokens", self.tokens, key_count, weights.shape, "K, the last axis")
        if self.query_tokens is not None:
            put("query_tokens", _texts("query_tokens", self.query_tokens))
        elif query_count != key_count:
            raise ValueError(
                f"weights has shape {weights.shape}: {query_count} queries look at {key_count} "
                "keys. Give the queries' tokens as query_tokens= (cross-attention)"
            )
        looking = self.tokens if self.query_tokens is None else self.query_tokens
        _expect_count("query_tokens", looking, query_count, weights.shape, "Q, the third axis")
        put("mask", _checked_mask(self.mask, weights, self.is_self_attention))
        _check_rows(weights, self.mask)

        given = [name for name in ("queries", "keys") if getattr(self, name) is not None]
        if len(given) == 1:
            raise ValueError(f"only {given[0]} is given; the arithmetic needs queries and keys")
        counts = {"queries": query_count, "keys": key_count, "values": key_count}
        for name, count in counts.items():
            if getattr(self, name) is None:
                continue
            axis = "Q" if name == "queries" else "K"
            array = _with_layers_and_heads(name, getattr(self, name), f"(L, H, {axis}, D)")
            width = self.queries.shape[-1] if name == "keys" else array.shape[-1]
            _expect_shape(name, array, (layers, heads, count, width))
            put(name, array)
        if self.output is not None:
            if self.values is None:
                raise ValueError("output is given without values, which it multiplies")
            array = _with_layers_and_heads("output", self.output, "(L, H, D, C)")
            size = (layers, heads, self.values.shape[-1], array.shape[-1])
            _expect_shape("output", array, size)
            put("output", array)
        if self.next_probabilities is not None:
            if self.vocabulary is None:
                raise ValueError("next_probabilities is given without vocabulary, its V tokens")
            put("vocabulary", _texts("vocabulary", self.vocabulary))
            try:
                probabilities = check_distribution(self.next_probabilities, len(self.vocabulary))
            except ValueError as error:
                raise ValueError(f"next_probabilities: {error}") from None
            put("next_probabilities", probabilities)

    @property
    def is_self_attention(self) -> bool:
        """Do the tokens look at one another, not at those of another text?"""
        return self.query_tokens is None

    def looking_tokens(self) -> tuple[str, ...]:
        """The Q tokens that look."""
        return tuple(self.tokens if self.query_tokens is None else self.query_tokens)

    def factor(self) -> float:
        """What q·k is multiplied by; 0 without queries."""
        if self.queries is None:
            return 0.0
        if self.score_scale is None:
            return self.queries.shape[-1] ** -0.5
        return float(self.score_scale)

    def value_norms(self) -> np.ndarray | None:
        """‖v‖, or ‖v W‖ with `output`, of every key: (L, H, K).

        A weight says how much of a value is taken; what arrives is weight · value, and a large
        weight on a small value adds little (Kobayashi et al. 2020, Attention is Not Only a
        Weight).
        """
        if self.values is None:
            return None
        added = self.values if self.output is None else self.values @ self.output
        return np.linalg.norm(added, axis=-1)

    def codes(self) -> np.ndarray:
        """One byte for each weight, (L, H, Q, K): 0 masked, else 1 + 254·√weight, rounded.

        With the square root small weights survive: the step is 0.00002 at 0, 0.008 at 1.
        """
        roots = np.sqrt(np.minimum(self.weights, 1))
        roots *= 254
        np.rint(roots, out=roots)
        codes = roots.astype(np.uint8)
        codes += 1
        codes[~self.mask] = 0
        return codes

    def details(self, layer: int, head: int, most_bytes: int) -> dict[str, Any]:
        """float32 numbers of one head for the page; vectors only up to `most_bytes`."""
        names = self._detail_names(most_bytes)
        arrays = {name: getattr(self, name)[layer, head].astype("<f4") for name in names}
        return {
            "factor": self.factor(),
            "scale_name": self._scale_name(),
            "value_name": "value" if self.output is None else "value · W",
            **{name: array.tobytes() for name, array in arrays.items()},
        }

    def _scale_name(self) -> str:
        width = 0 if self.queries is None else self.queries.shape[-1]
        is_root = width and np.isclose(self.factor(), width**-0.5)
        return f"÷ √{width}" if is_root else f"× {self.factor():.3g}"

    def details_size(self) -> int:
        """Bytes of one head's details, with vectors."""
        return sum(4 * getattr(self, name)[0, 0].size for name in self._detail_names(1 << 40))

    def _detail_names(self, most_bytes: int) -> list[str]:
        vectors = ["queries", "keys", "values"]
        vectors = [name for name in vectors if getattr(self, name) is not None]
        fits = sum(4 * getattr(self, name)[0, 0].size for name in vectors) <= most_bytes
        exact = ["weights"] if self.weights[0, 0].size <= EXACT_CELLS else []
        return exact + (vectors if fits else [])


class Run(Protocol):
    """A model that can be asked again: `run(text, heads_off, attention_temperature)`."""

    def __call__(
        self, text: str, heads_off: frozenset[tuple[int, int]], attention_temperature: float, /
    ) -> AttentionRecord:
        """Read `text` and return the record.

        The output of each (layer, head) in `heads_off` is replaced by zeros, and scores are
        divided by `attention_temperature` before the softmax.
        """


def as_array(name: str, values: Any) -> np.ndarray:
    """float32 numpy array of an array, a tensor, or a sequence of these, one for each layer."""
    if isinstance(values, list | tuple):
        parts = [as_array(f"{name}[{place}]", part) for place, part in enumerate(values)]
        shapes = [part.shape for part in parts]
        if len(set(shapes)) > 1:
            raise ValueError(f"{name} holds different shapes: {', '.join(map(str, shapes))}")
        return np.stack(parts) if parts else np.zeros(0, np.float32)
    if hasattr(values, "detach"):  # a torch tensor; float() because numpy has no bfloat16
        values = values.detach().float().cpu().numpy()
    array = np.asarray(values, dtype=np.float32)
    if not np.isfinite(array).all():
        place = np.unravel_index(int(np.argmin(np.isfinite(array))), array.shape)
        spot = ", ".join(map(str, place))
        raise ValueError(f"{name}[{spot}] is {array[place]}; every number has to be finite")
    return array


def _with_layers_and_heads(name: str, values: Any, meaning: str) -> np.ndarray:
    array = as_array(name, values)
    if not 2 <= array.ndim <= 4:
        hint = "; take one text out of the batch, [:, 0]" if array.ndim == 5 else ""
        raise ValueError(f"{name} has shape {array.shape}, but it has to be {meaning}{hint}")
    return array.reshape((1,) * (4 - array.ndim) + array.shape)


def _texts(name: str, tokens: Sequence[str]) -> tuple[str, ...]:
    if isinstance(tokens, str):
        raise ValueError(f"{name} is one text, {tokens[:20]!r}; give a list with one text a token")
    for place, token in enumerate(tokens):
        if not isinstance(token, str):
            raise ValueError(
                f"{name}[{place}] is {token!r}, a {type(token).__name__}; give each token as text"
            )
    return tuple(tokens)


def _expect_count(
    name: str, tokens: Sequence[str], count: int, shape: tuple[int, ...], axis: str
) -> None:
    if len(tokens) != count:
        raise ValueError(
            f"{name} has {len(tokens)} tokens, but weights has shape {shape}: {count} in {axis}"
        )


def _expect_shape(name: str, array: np.ndarray, shape: tuple[int, ...]) -> None:
    if array.shape != shape:
        raise ValueError(f"{name} has shape {array.shape}, but the other arrays make it {shape}")


def _checked_mask(mask: Any, weights: np.ndarray, is_self_attention: bool) -> np.ndarray:
    if mask is None:
        allowed = np.ones(weights.shape[2:], bool)
        if is_self_attention and weights.shape[2] > 1:
            causal = np.tri(weights.shape[2], dtype=bool)
            allowed = causal if not weights[:, :, ~causal].any() else allowed
        return np.broadcast_to(allowed, weights.shape)
    allowed = np.asarray(mask.detach().cpu().numpy() if hasattr(mask, "detach") else mask)
    if allowed.dtype != bool:
        raise ValueError(
            f"mask holds {allowed.dtype} numbers; give True where a query may look at a key"
        )
    try:
        allowed = np.broadcast_to(allowed, weights.shape)
    except ValueError:
        raise ValueError(
            f"mask has shape {allowed.shape}, which does not broadcast to {weights.shape}, "
            "the shape of weights"
        ) from None
    forbidden = np.where(allowed, 0, weights)
    if forbidden.max() > 1e-4:
        place = np.unravel_index(int(forbidden.argmax()), weights.shape)
        spot = ", ".join(map(str, place))
        raise ValueError(
            f"mask is False at [{spot}], but the weight there is {weights[place]:.3g}. True means "
            "that a query may look: is the mask the other way round?"
        )
    return allowed


def _check_rows(weights: np.ndarray, mask: np.ndarray) -> None:
    if weights.min() < 0:
        place = np.unravel_index(int(weights.argmin()), weights.shape)
        spot = ", ".join(map(str, place))
        raise ValueError(f"weights[{spot}] is {weights[place]:.3g}; weights are 0 or more")
    sums = weights.sum(-1)
    wrong = np.where(mask.any(-1), np.abs(sums - 1), 0)
    if wrong.max() > 0.01:
        place = np.unravel_index(int(wrong.argmax()), sums.shape)
        spot = ", ".join(map(str, place))
        raise ValueError(
            f"weights[{spot}] sums to {sums[place]:.3g}, but the weights of one query sum to 1. "
            "Is the softmax over the last axis, and dropout off (model.eval())?"
        )
