"""Next-token bars: what several models expect after the same beginning, side by side."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

from course_utils.widgets import next_token_drawing as drawing
from course_utils.widgets import next_token_still as still
from course_utils.widgets import skeleton
from course_utils.widgets.distributions import (
    TEMPERATURES,
    at_temperature,
    check_distribution,
    entropy,
    log_partition,
    most_likely,
    ranks_of,
)

Predictor = Callable[[np.ndarray], Any]
"""Token ids of the context, (T,) -> probabilities of the next token, (V,)."""

MOST_PANELS = 12
END = "<end>"  # the name of the token after which nothing is drawn


class NextToken(anywidget.AnyWidget):
    r"""Bars of the most likely next tokens, one panel for each predictor.

    A click on a bar adds its token to the context, and every predictor answers anew::

        bars = NextToken(
            {"bigram": bigram.distribution, "trigram": trigram.distribution},
            tokenizer,
            context="The old",
        )
        bars                      # the last line of a cell shows it

    What the learner changes can be read, and what the code sets is shown::

        bars.context              # [812, 1033], the ids on the chips
        bars.context = tokenizer.encode("The young")
        bars.temperature = 0.5    # one of 0, 0.1, … 2
        bars.shown = ["trigram"]  # the panels that are shown
        bars.observe(lambda change: print(bars.text), "context")

    Args:
        predictors: label -> function from the context's ids, (T,) int64, to the probabilities
            of the next token, (V,); at most 12. One that raises, or gives no distribution, gets
            its message shown in its panel.
        tokenizer: has `encode`, `decode` and `names`, one name for each of the V tokens.
        context: the beginning, as a text or as ids.
        top: bars in each panel; None fits them to the number of panels (12, 8 or 5).
        temperature: 0, 0.1, … 2.0; p^(1/T) / Z, where 0 is greedy.
        predict_first: hide the bars until the learner has guessed.
        scale: a bar of full width is the most likely token of all panels ("shared"), of its own
            panel ("own"), or 100% ("full").
        order: the label whose ranking orders the rows of all panels; "" for each its own.
        shown: labels of the panels shown; None for all.
        seed: of the draws.

    Raises:
        ValueError, traitlets.TraitError: labels or settings that do not exist, ids outside the
            vocabulary.
    """

    _esm = skeleton.script("next_token")
    _css = skeleton.style("next_token")

    context = traitlets.List(traitlets.Int()).tag(sync=True)
    temperature = traitlets.Float(1.0).tag(sync=True)
    temperatures = traitlets.List(traitlets.Float(), list(TEMPERATURES)).tag(sync=True)
    labels = traitlets.List(traitlets.Unicode()).tag(sync=True)
    shown = traitlets.List(traitlets.Unicode(), minlen=1).tag(sync=True)
    scale = traitlets.Enum(["shared", "own", "full"], "shared").tag(sync=True)
    order = traitlets.Unicode("").tag(sync=True)
    top = traitlets.Int(12, min=1, max=50).tag(sync=True)
    predict_first = traitlets.Bool(False).tag(sync=True)
    guess = traitlets.Int(-1).tag(sync=True)
    seed = traitlets.Int(0).tag(sync=True)
    prediction = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        predictors: Mapping[str, Predictor],
        tokenizer: drawing.Tokenizer,
        *,
        context: str | Sequence[int] = "",
        top: int | None = None,
        temperature: float = 1.0,
        predict_first: bool = False,
        scale: str = "shared",
        order: str = "",
        shown: Sequence[str] | None = None,
        seed: int = 0,
    ) -> None:
        if not 1 <= len(predictors) <= MOST_PANELS:
            raise ValueError(f"{len(predictors)} predictors: give 1 to {MOST_PANELS}")
        self._predictors = dict(predictors)
        self._tokenizer = tokenizer
        self._names = [skeleton.display_name(name) for name in tokenizer.names]
        self._end = self._names.index(END) if END in self._names else -1
        self._did = ""
        self._random = np.random.default_rng(seed)
        ids = tokenizer.encode(context) if isinstance(context, str) else context
        count = len(predictors)
        super().__init__(
            labels=list(predictors),
            shown=list(predictors if shown is None else shown),
            context=[int(token) for token in ids],
            top=top if top is not None else 12 if count <= 3 else 8 if count <= 6 else 5,
            temperature=temperature,
            predict_first=predict_first,
            scale=scale,
            order=order,
            seed=seed,
        )
        self._predict()
        self.observe(self._new_context, "context")
        self.observe(self._predict, ["shown", "guess", "top"])
        self.on_msg(self._receive)

    # -- Settings that do not exist are refused, whoever sets them

    @traitlets.validate("context")
    def _check_context(self, proposal: dict) -> list[int]:
        for place, token in enumerate(proposal["value"]):
            if not 0 <= token < len(self._names):
                raise ValueError(
                    f"context[{place}] is {token}, but the ids go from 0 to {len(self._names) - 1}"
                )
        return proposal["value"]

    @traitlets.validate("temperature")
    def _check_temperature(self, proposal: dict) -> float:
        rounded = round(proposal["value"], 6)
        if rounded not in TEMPERATURES:
            raise ValueError(
                f"temperature is {proposal['value']}; choose one of 0, 0.1, … {TEMPERATURES[-1]}"
            )
        return rounded

    @traitlets.validate("shown")
    def _check_shown(self, proposal: dict) -> list[str]:
        self._check_labels(proposal["value"])
        return proposal["value"]

    @traitlets.validate("order")
    def _check_order(self, proposal: dict) -> str:
        self._check_labels([proposal["value"]] if proposal["value"] else [])
        return proposal["value"]

    def _check_labels(self, labels: Sequence[str]) -> None:
        for label in labels:
            if label not in self._predictors:
                known = ", ".join(map(repr, self._predictors))
                raise ValueError(f"no panel is called {label!r}; there are {known}")

    # -- Predicting

    @property
    def text(self) -> str:
        """The context as text."""
        return self._tokenizer.decode(self.context)

    @property
    def errors(self) -> dict[str, str]:
        """Label -> message of each shown panel that has no distribution."""
        return {
            panel["label"]: panel["error"]
            for panel in self.prediction["panels"]
            if panel["error"] is not None
        }

    def distribution(self, label: str) -> np.ndarray:
        """The whole distribution behind a panel, at temperature 1: (V,).

        Raises:
            ValueError: the predictor gave no distribution.
        """
        return self._distribution(label, self.context)

    def _distribution(self, label: str, context: Sequence[int]) -> np.ndarray:
        answer = self._predictors[label](np.array(context, dtype=np.int64))
        return check_distribution(answer, len(self._names))

    def _new_context(self, _change: dict) -> None:
        with self.hold_sync():
            self.guess = -1
            self._predict()

    def _predict(self, _change: dict | None = None) -> None:
        guesses = [self.guess] if self.guess >= 0 else []
        prediction = self._prediction(self.context, self.shown, guesses)
        self.prediction, self._did = {**prediction, "did": self._did}, ""

    def _prediction(
        self, context: Sequence[int], labels: Sequence[str], more: Sequence[int] = ()
    ) -> dict:
        """What the page needs for one context: only the likely tokens, never all V."""
        distributions: dict[str, np.ndarray] = {}
        errors: dict[str, str] = {}
        for label in labels:
            try:
                distributions[label] = self._distribution(label, context)
            except Exception as error:  # the widget stays alive and says so in the panel
                errors[label] = drawing.message(error)
        # The union over panels, so that pointing at a token can say its share in each of them.
        likely = [most_likely(values, self.top) for values in distributions.values()]
        ids = list(dict.fromkeys(token for tokens in [*likely, more] for token in tokens))
        panels = []
        for label in labels:
            panel: dict[str, Any] = {"label": label, "error": errors.get(label)}
            if label in distributions:
                values = distributions[label]
                tempered = [at_temperature(values, temperature) for temperature in TEMPERATURES]
                panel["probabilities"] = [still.short(values[token]) for token in ids]
                panel["ranks"] = ranks_of(values, ids)
                panel["log_partition"] = [
                    still.short(log_partition(values, temperature)) for temperature in TEMPERATURES
                ]
                panel["entropy"] = [still.short(entropy(shares)) for shares in tempered]
            panels.append(panel)
        return {
            "context": list(context),
            "context_names": [self._names[token] for token in context],
            "text": self._tokenizer.decode(list(context)).encode("utf-8", "replace").decode(),
            "vocabulary_size": len(self._names),
            "can_end": self._end >= 0,
            "ended": self._ends(context),
            "ids": ids,
            "names": [self._names[token] for token in ids],
            "panels": panels,
        }

    # -- What the page asks for

    def _ends(self, context: Sequence[int]) -> bool:
        return len(context) > 0 and context[-1] == self._end

    def _shares(self, label: str, context: Sequence[int]) -> np.ndarray:
        return at_temperature(self._distribution(label, context), self.temperature)

    def _check_drawing(self, label: str) -> None:
        self._check_labels([label])
        if self._ends(self.context):
            raise ValueError("The document has ended. To draw again, undo or clear.")

    def draw(self, label: str) -> int:
        """Add one token, drawn at random from a panel's distribution at the temperature set.

        Raises:
            ValueError: the context ends with <end>, so that nothing follows.
        """
        self._check_drawing(label)
        shares = self._shares(label, self.context)
        token = int(self._random.choice(len(shares), p=shares))
        share = still.percent(shares[token])
        self._did = f"Drew ‘{self._names[token]}’ ({share}) from {label}."
        self.context = [*self.context, token]
        return token

    def draw_to_end(self, label: str, most: int = drawing.MOST_TOKENS) -> list[int]:
        """Draw until <end>, at most `most` tokens and not much longer than 10 s; return the ids.

        Raises:
            ValueError: the context ends with <end> already, or no token is called <end>.
        """
        self._check_drawing(label)
        if self._end < 0:
            raise ValueError(f"No token is called {END}, so that no document ends.")
        shares = partial(self._shares, label)
        drawn, why = drawing.draw_to_end(shares, self.context, self._end, self._random, most=most)
        self._did = f"Drew {len(drawn)} token{'s' * (len(drawn) != 1)} from {label}. {why}".strip()
        self.context = [*self.context, *drawn]
        return drawn

    def _receive(self, _widget: Any, content: dict, _buffers: Any) -> None:
        """Do what the page asks; whatever goes wrong is said in the page."""
        try:
            match content:
                case {"kind": "draw", "panel": label}:
                    self.draw(label)
                case {"kind": "draw_to_end", "panel": label}:
                    self.draw_to_end(label)
                case {"kind": "write", "text": text}:
                    self.context = self._tokenizer.encode(drawing.with_line_breaks(text))
                case {"kind": "guess", "text": text}:
                    self._take_guess(text)
        except Exception as error:  # shown where the learner looks
            self.send({"say": drawing.message(error)})

    def _take_guess(self, text: str) -> None:
        ids = self._tokenizer.encode(drawing.with_line_breaks(text))
        if not ids:
            self.send({"say": "Type a token first."})
            return
        self.guess = ids[0]
        if len(ids) > 1:
            words = f"“{text}” is {len(ids)} tokens; your guess is the first,"
        else:
            words = "You guessed"
        self.send({"say": f"{words} ‘{self._names[self.guess]}’."})

    # -- Where there is no kernel

    def html(self, *, depth: int = 1, branch: int = 4, theme: str = "auto") -> str:
        """A page that works without kernel and network.

        Args:
            depth: how many clicks are precomputed.
            branch: how many tokens of each panel can be clicked, at each step.
            theme: "auto", "light" or "dark".

        Raises:
            ValueError: this would be more than 500 continuations.
        """
        predict = partial(self._prediction, labels=self.labels)
        tree = still.tree(predict, self.context, depth, branch)
        names = ("temperature", "temperatures", "labels", "shown", "scale", "order", "top")
        state = {name: getattr(self, name) for name in (*names, "predict_first", "seed", "context")}
        state |= {"guess": -1, "tree": tree, "prediction": tree[",".join(map(str, self.context))]}
        words = {"title": "Next-token bars", "description": self.description()}
        return skeleton.page("next_token", state, **words, theme=theme)

    def to_html(
        self, path: str | Path, *, depth: int = 1, branch: int = 4, theme: str = "auto"
    ) -> Path:
        """Write `html` to a file, completely or not at all; return its path."""
        return skeleton.write_page(path, self.html(depth=depth, branch=branch, theme=theme))

    def description(self) -> str:
        """What the picture shows, in words: the alternative text."""
        return still.description(self.prediction, self.temperature)

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict, dict]:
        view = super()._repr_mimebundle_(**options)
        image = still.figure(self.prediction, self.temperature, self.top)
        return skeleton.mimebundle(view, image, self.description())

    def __repr__(self) -> str:
        """The alternative text, the same on every machine."""
        return self.description()
