r"""The attention explorer: which tokens look at which, in every head of every layer.

The contract is small, so that any model can be shown. Arrays alone give everything but
interventions; letters as in `attention_record`::

    AttentionExplorer(weights, tokens)                     # (L, H, Q, K), (H, Q, K) or (Q, K)
    AttentionExplorer(weights, tokens, queries=q, keys=k, values=v)      # and the arithmetic
    AttentionExplorer(weights, source, query_tokens=target)              # cross-attention

A function that runs the model gives interventions too. It has one shape for every model::

    def run(text, heads_off, attention_temperature):       # see attention_record.Run
        ...                                                # one forward pass
        return AttentionRecord(weights, tokens, queries=…, keys=…, values=…,
                               vocabulary=…, next_probabilities=…)

    AttentionExplorer(run=run, text="the cat sat on the")

Layers, heads and positions are counted from 0, as in ``weights[0, 3, 5, 2]``.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

from course_utils.widgets import attention_still as still
from course_utils.widgets import skeleton
from course_utils.widgets.attention_numbers import (
    EXACT_BYTES,
    NO_LIMIT,
    divergence,
    head_numbers,
    prediction,
    record_numbers,
    score_rows,
)
from course_utils.widgets.attention_record import AttentionRecord, Run
from course_utils.widgets.attention_scores import HeadScore
from course_utils.widgets.distributions import TEMPERATURES

VIEWS = ("matrix", "links")
SCALES = ("linear", "row", "gamma")
MEASURES = ("weight", "norm")
SORTS = ("place", "previous", "first", "induction", "copying", "entropy", "effect")
ATTENTION_TEMPERATURES = (0.1, 4.0)
PAGE_BYTES = 300_000  # a page carries the float32 numbers of all heads up to this size


class AttentionExplorer(anywidget.AnyWidget):
    r"""All heads as thumbnails, one head large, one cell's arithmetic, and interventions.

    What the learner chooses can be read, and what the code sets is shown::

        explorer = AttentionExplorer(weights, tokens)
        explorer                                  # the last line of a cell shows it
        explorer.layer, explorer.head             # (0, 3), the head that is large
        explorer.query, explorer.key = 5, 2       # pins a cell; -1 unpins
        explorer.view = "links"                   # or "matrix"
        explorer.scale = "gamma"                  # or "linear", "row"
        explorer.measure = "norm"                 # ‖weight · value‖ instead of the weight
        explorer.sort = "induction"               # or "place", "previous", "first", "copying" …
        explorer.arithmetic = True                # opens the arithmetic of the cell
        explorer.heads_off = [[0, 3]]             # with run=: switches heads off
        explorer.text = "the dog sat on the"      # with run=: another text
        explorer.observe(lambda change: print(change.new), ["query", "key"])

    Args:
        weights: attention weights, (L, H, Q, K), or an `AttentionRecord` with everything in it.
        tokens: the K tokens that are looked at.
        run: runs the model again; with `text` it can replace weights and tokens.
        text: the text to begin with.
        layer, head: what is large at first.
        query, key: the pinned cell; -1 for none.
        view: "matrix" or "links".
        scale: of the colors: "linear", "row" (each row to its own largest), "gamma" (lifts small
            weights); None chooses linear for up to 16 keys, else gamma.
        measure: "weight", or "norm" for ‖weight · value‖.
        sort: the order of the heads.
        arithmetic: is the arithmetic open?
        arrays: further fields of `AttentionRecord`, such as `queries`.

    Raises:
        ValueError: shapes or numbers of tokens that do not fit, or a setting that does not exist.
    """

    _esm = skeleton.script("attention")
    _css = skeleton.style("attention")

    # What Python sends. `version` changes after all others, when the numbers are new.
    version = traitlets.Int(0).tag(sync=True)
    shape = traitlets.List(traitlets.Int()).tag(sync=True)
    tokens = traitlets.List(traitlets.Unicode()).tag(sync=True)
    query_tokens = traitlets.List(traitlets.Unicode()).tag(sync=True)
    codes = traitlets.Bytes(b"").tag(sync=True)
    packed = traitlets.Bool(False).tag(sync=True)
    norms = traitlets.Bytes(b"").tag(sync=True)
    largest_norm = traitlets.Float(1.0).tag(sync=True)
    details = traitlets.Dict().tag(sync=True)
    scores = traitlets.List(traitlets.Dict()).tag(sync=True)
    prediction = traitlets.Dict().tag(sync=True)
    problem = traitlets.Unicode("").tag(sync=True)
    can_run = traitlets.Bool(False).tag(sync=True)

    # What both sides set.
    layer = traitlets.Int(0).tag(sync=True)
    head = traitlets.Int(0).tag(sync=True)
    query = traitlets.Int(-1).tag(sync=True)
    key = traitlets.Int(-1).tag(sync=True)
    view = traitlets.Enum(VIEWS, "matrix").tag(sync=True)
    scale = traitlets.Enum(SCALES, "linear").tag(sync=True)
    gamma = traitlets.Float(0.5, min=0.1, max=1.0).tag(sync=True)
    measure = traitlets.Enum(MEASURES, "weight").tag(sync=True)
    sort = traitlets.Enum(SORTS, "place").tag(sync=True)
    arithmetic = traitlets.Bool(False).tag(sync=True)
    text = traitlets.Unicode("").tag(sync=True)
    heads_off = traitlets.List(traitlets.List(traitlets.Int())).tag(sync=True)
    attention_temperature = traitlets.Float(
        1.0, min=ATTENTION_TEMPERATURES[0], max=ATTENTION_TEMPERATURES[1]
    ).tag(sync=True)
    temperature = traitlets.Float(1.0).tag(sync=True)

    def __init__(
        self,
        weights: Any = None,
        tokens: Sequence[str] | None = None,
        *,
        run: Run | None = None,
        text: str = "",
        layer: int = 0,
        head: int = 0,
        query: int = -1,
        key: int = -1,
        view: str = "matrix",
        scale: str | None = None,
        measure: str = "weight",
        sort: str = "place",
        arithmetic: bool = False,
        **arrays: Any,
    ) -> None:
        """See the class."""
        if isinstance(weights, AttentionRecord):
            record = weights
        elif weights is not None:
            record = AttentionRecord(weights, () if tokens is None else tokens, **arrays)
        elif run is not None:
            record = run(text, frozenset(), 1.0)
        else:
            raise ValueError("give weights and tokens, or run= and text=")
        self._run = run
        self._record = self._before = record
        self._read = text  # what the record is of; `text` may be what the model can't read
        self._effect: HeadScore | None = None
        self._without: dict[tuple[int, int], AttentionRecord] = {}
        if scale is None:
            scale = "linear" if record.weights.shape[-1] <= 16 else "gamma"
        super().__init__(
            can_run=run is not None,
            text=text,
            layer=layer,
            head=head,
            query=query,
            key=key,
            view=view,
            scale=scale,
            measure=measure,
            sort=sort,
            arithmetic=arithmetic,
            scores=score_rows(record, None, run is not None),
            prediction=prediction(record, record, 1.0),
            **record_numbers(record, packed=False),
        )
        self._send_head()
        self.observe(self._send_head, ["layer", "head", "arithmetic"])
        self.observe(self._intervene, ["text", "heads_off", "attention_temperature"])
        self.observe(self._predict, "temperature")
        self.on_msg(self._receive)

    # -- Settings that do not exist are refused, whoever sets them

    @traitlets.validate("layer", "head", "query", "key")
    def _check_place(self, proposal: dict) -> int:
        name, value = proposal["trait"].name, proposal["value"]
        axis = ("layer", "head", "query", "key").index(name)
        count = self._record.weights.shape[axis]
        lowest = 0 if axis < 2 else -1
        if not lowest <= value < count:
            raise ValueError(f"{name} is {value}, but it goes from {lowest} to {count - 1}")
        return value

    @traitlets.validate("heads_off")
    def _check_heads_off(self, proposal: dict) -> list[list[int]]:
        layers, heads = self._record.weights.shape[:2]
        for pair in proposal["value"]:
            if len(pair) != 2 or not (0 <= pair[0] < layers and 0 <= pair[1] < heads):
                raise ValueError(
                    f"heads_off holds {pair}; give [layer, head] pairs, with layers from 0 to "
                    f"{layers - 1} and heads from 0 to {heads - 1}"
                )
        if proposal["value"] and self._run is None:
            raise ValueError("heads can be switched off only with run=, which asks the model again")
        return proposal["value"]

    @traitlets.validate("temperature")
    def _check_temperature(self, proposal: dict) -> float:
        rounded = round(proposal["value"], 6)
        if rounded not in TEMPERATURES:
            raise ValueError(
                f"temperature is {proposal['value']}; choose one of 0, 0.1, … {TEMPERATURES[-1]}"
            )
        return rounded

    # -- Showing a record

    @property
    def record(self) -> AttentionRecord:
        """The arrays that are shown now, after all interventions."""
        return self._record

    def _show(self, record: AttentionRecord) -> None:
        numbers = record_numbers(record, packed=True)
        if (numbers["tokens"], numbers["query_tokens"]) != (self.tokens, self.query_tokens):
            self.query = self.key = -1  # what was pinned is another token now
        self._record = record
        for name, value in numbers.items():
            setattr(self, name, value)
        self.scores = score_rows(record, self._effect, self.can_run)
        self._send_head()
        self._predict()
        self.version += 1

    def _send_head(self, _change: dict | None = None) -> None:
        """Send the float32 numbers of the head in hand; large vectors only to open arithmetic."""
        most = NO_LIMIT if self.arithmetic else EXACT_BYTES
        numbers = self._head_numbers(self.layer, self.head, most)
        self.details = {f"{self.layer},{self.head}": numbers}

    def _head_numbers(self, layer: int, head: int, most_bytes: int = NO_LIMIT) -> dict[str, Any]:
        return head_numbers(self._record, layer, head, self.attention_temperature, most_bytes)

    # -- Interventions

    def _intervene(self, change: dict) -> None:
        if self._run is None:
            return
        off = frozenset((layer, head) for layer, head in self.heads_off)
        is_new = change["name"] == "text"
        text = self.text if is_new else self._read
        try:
            before = self._run(text, frozenset(), 1.0) if is_new else self._before
            unchanged = not off and self.attention_temperature == 1
            now = before if unchanged else self._run(text, off, self.attention_temperature)
            sizes = now.weights.shape[:2], self._record.weights.shape[:2]
            if sizes[0] != sizes[1]:
                raise ValueError(f"run returned {sizes[0]} layers and heads, before {sizes[1]}")
        except Exception as error:  # the widget stays alive and says what went wrong
            self.problem = f"{type(error).__name__}: {error}"
            self.send({"kind": "answered"})  # also when these words stand there already
            return
        with self.hold_sync():  # the page gets all of a record in one message
            if is_new:
                self._read, self._effect, self._without = text, None, {}
            if self.text == self._read:
                self.problem = ""
            self._before = before
            self._show(now)

    def _predict(self, _change: dict | None = None) -> None:
        self.prediction = prediction(self._record, self._before, self.temperature)

    def measure_effects(self) -> np.ndarray:
        """Run the model once without each head, and add the score "effect": (L, H), in bits.

        The effect is the divergence KL(all heads ‖ without this head) of the next token. A page
        written afterwards can switch off one head at a time without Python.

        Raises:
            ValueError: there is no `run`, or its records have no next_probabilities.
        """
        if self._run is None or self._before.next_probabilities is None:
            raise ValueError("effects need run=, with records that have next_probabilities")
        values = np.zeros(self._record.weights.shape[:2])
        for layer, head in np.ndindex(values.shape):
            record = self._run(self._read, frozenset({(layer, head)}), 1.0)
            self._without[layer, head] = record
            probabilities = self._before.next_probabilities, record.next_probabilities
            values[layer, head] = divergence(*probabilities)
        words = "How much the prediction changes, in bits, when this head alone is switched off."
        self._effect = HeadScore("effect", "effect on the next token", words, values)
        self.scores = score_rows(self._record, self._effect, True)
        return values

    def _receive(self, _widget: Any, content: dict, _buffers: Any) -> None:
        """Do what the page asks; whatever goes wrong is said in the page."""
        try:
            if content == {"kind": "effects"}:
                self.measure_effects()
                self.sort = "effect"
        except Exception as error:  # shown where the learner looks
            self.problem = f"{type(error).__name__}: {error}"
            self.send({"kind": "answered"})

    # -- Where there is no kernel

    def html(self, *, theme: str = "auto") -> str:
        """A page that works without kernel and network; `theme` is "auto", "light" or "dark".

        Exact numbers and arithmetic are there for all heads when they are no more than 0.3 MB,
        else for the head that is large now. After `measure_effects` heads can be switched off.
        """
        every = [*np.ndindex(self._record.weights.shape[:2])]
        if self._record.details_size() * len(every) > PAGE_BYTES:
            every = [(self.layer, self.head)]
        names = AttentionExplorer.class_own_traits(sync=True)
        state = {name: getattr(self, name) for name in names}
        state |= {"can_run": False, "scores": score_rows(self._record, self._effect, False)}
        state |= record_numbers(self._record, packed=True)
        state["details"] = {f"{at[0]},{at[1]}": self._head_numbers(*at) for at in every}
        if self._without and not self.heads_off and self.attention_temperature == 1:
            state["ablations"] = {
                f"{layer},{head}": prediction(record, self._before, self.temperature)
                for (layer, head), record in self._without.items()
            }
        return skeleton.page(
            "attention",
            state,
            title="Attention explorer",
            description=self.description(),
            theme=theme,
        )

    def to_html(self, path: str | Path, *, theme: str = "auto") -> Path:
        """Write `html` to a file, completely or not at all; return its path."""
        return skeleton.write_page(path, self.html(theme=theme))

    def description(self) -> str:
        """What the picture shows, in words: the alternative text."""
        return still.description(self._record, self.layer, self.head, self.query)

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict, dict]:
        view = super()._repr_mimebundle_(**options)
        figure = still.figure(self._record, self.layer, self.head, self.query)
        return skeleton.mimebundle(view, figure, self.description())

    def __repr__(self) -> str:
        """The alternative text, the same on every machine."""
        return self.description()
