"""Memory strip: gates of an LSTM and the way of its gradient, token by token over a sentence."""

import html
from typing import Any

import ipywidgets
import matplotlib
import numpy as np
import torch
from matplotlib.figure import Figure
from torch import nn

from course_utils.models.rnn import RecurrentLM, opened
from course_utils.tokenizers import START
from course_utils.widgets import skeleton
from course_utils.widgets.steps import Stepper, announced, rewind, text_field, value_of

MOST_TOKENS = 64
STILL_TOKENS = 34  # columns of the still image
ROWS = ("input gate", "forget gate", "output gate", "gradient")


class MemoryStrip(Stepper):
    """Gates of the first LSTM layer at each token, and how far the chosen token looks back.

    Each row is a mean over the layer's numbers: of the three gates, from 0 to 1; and of the
    gradient of the chosen token's log-probability with respect to each earlier token's vector,
    its norm as a share of the largest. Type a text, and choose the token by slider or arrow keys.

    Args:
        model: a RecurrentLM of LSTM cells.
        tokenizer: with encode and names.
        text: at most 64 tokens of it are used.
        place: the chosen token, counted from 0; the last one if there are fewer.
    """

    text = value_of("_text", "The text that is read.")
    place = value_of("_slider", "The token whose prediction is looked into; at most the last one.")

    def __init__(self, model: RecurrentLM, tokenizer: Any, text: str, place: int = 0) -> None:
        """See the class; ValueError for a model without LSTM gates."""
        if not isinstance(model.recurrent, nn.LSTM):
            kind = type(model.recurrent).__name__
            raise ValueError(f"the layer is {kind}; only an LSTM has the gates that are shown")
        self.model, self.tokenizer = model, tokenizer
        self._text = text_field(text, rows=2)
        self._slider = ipywidgets.IntSlider(
            description="Token", layout=ipywidgets.Layout(width="98%")
        )
        super().__init__([self._text, self._slider])
        self._read()
        self.place = place
        self._text.observe(self._read, "value")
        self._slider.observe(self._show, "value")
        self._show()

    def _read(self, change: Any = None) -> None:
        """Run the model over a new text and keep every gate."""
        text = self.text.encode("utf-8", "replace").decode()
        ids = [int(token) for token in self.tokenizer.encode(text)][:MOST_TOKENS] or [START]
        self.ids = ids
        self.names = [skeleton.display_name(self.tokenizer.names[token]) for token in ids]
        cell = opened(self.model.recurrent).layers[0][0]
        gates = []
        with torch.inference_mode():
            x = self.model.token_embedding(torch.tensor([[START, *ids[:-1]]]))  # (1, T, C)
            state = cell.start(1)
            for t in range(len(ids)):
                i, f, _, o = cell.gates(x[:, t], state[0])
                gates.append([gate.mean().item() for gate in (i, f, o)])
                state = cell(x[:, t], state)
        self.gates = np.array(gates)  # (T, 3)
        rewind(len(ids) - 1, self._slider)
        self._show()

    def look_back(self) -> tuple[np.ndarray, float]:
        """Gradient norm at each token read, `<start>` first, and the bits of the chosen one."""
        tokens = torch.tensor([[START, *self.ids[: self.place]]])  # (1, t + 1)
        x = self.model.token_embedding(tokens).detach().requires_grad_()
        h, _ = self.model.recurrent(x)
        logits = h[0, -1] @ self.model.token_embedding.weight.T + self.model.bias  # (V,)
        log_p = logits.log_softmax(-1)[self.ids[self.place]]
        (gradient,) = torch.autograd.grad(log_p, x)
        return gradient[0].norm(dim=-1).numpy(), -log_p.item() / np.log(2)

    def rows(self) -> np.ndarray:
        """The four rows of the strip, (4, T): what was read at each step, nan where nothing was."""
        norms, _ = self.look_back()
        gradient = np.full(len(self.ids), np.nan)
        gradient[: len(norms)] = norms / max(norms.max(), 1e-30)
        return np.vstack([self.gates.T, gradient])

    def summary(self) -> str:
        """What the chosen token costs and what its prediction depended on most."""
        norms, bits = self.look_back()
        read = ["<start>", *self.names]
        first, second = (
            read[i] for i in np.argsort(-norms, kind="stable")[[0, min(1, len(norms) - 1)]]
        )
        most = f"“{first}”" if first == second else f"“{first}” and “{second}”"
        return (
            f"Token {self.place}, “{self.names[self.place]}”, costs {bits:.1f} bits. "
            f"Its prediction depends most on {most}."
        )

    def _html(self) -> str:
        """The summary and a table: a column for each token read, darker for a larger number."""
        rows, read = self.rows(), ["<start>", *self.names[:-1]]
        cell = "padding:2px 5px;text-align:center;border:1px solid #888"
        heads = "".join(
            f'<th scope="col" style="{cell};writing-mode:vertical-rl;text-align:start">'
            f"{html.escape(name)}</th>"
            for name in read
        )
        body = ""
        for name, values in zip(ROWS, rows, strict=True):
            boxes = "".join(
                f'<td style="{cell};{_shade(value)}">{_number(value)}</td>' for value in values
            )
            body += f'<tr><th scope="row" style="{cell}">{name}</th>{boxes}</tr>'
        return (
            '<div style="font-size:16px;line-height:1.5;overflow-x:auto">'
            f"{announced(self.summary())}"
            f'<table style="border-collapse:collapse"><tr><td></td>{heads}</tr>{body}</table></div>'
        )

    def description(self) -> str:
        """What the still image shows, in words."""
        forget = self.gates[:, 1]
        return (
            f"Memory strip of {len(self.ids)} tokens: the forget gate is between "
            f"{forget.min():.2f} and {forget.max():.2f}; the picture ends at the chosen token. "
            f"{self.summary()}"
        )

    def figure(self) -> Figure:
        """The still image: the strip up to the chosen token, at most its last 34 tokens."""
        end = self.place + 1
        begin = max(0, end - STILL_TOKENS)
        rows = self.rows()[:, begin:end]
        read = [skeleton.drawable(name) for name in ["<start>", *self.names][begin:end]]
        with skeleton.letters(12, {"axes.grid": False}):
            image = Figure(figsize=(1.9 + 0.25 * len(read), 2.9), layout="constrained")
            axes = image.subplots()
            axes.imshow(rows, cmap="cividis_r", vmin=0, vmax=1, aspect="auto")
            axes.set_xticks(range(len(read)), read, rotation=90, parse_math=False)
            axes.set_yticks(range(len(ROWS)), ROWS)
            axes.xaxis.tick_top()
        return image


def _shade(value: float) -> str:
    """Colors of a box: nothing was read at a nan, which is hatched, never the color of zero."""
    if np.isnan(value):
        return "background:repeating-linear-gradient(45deg,#999 0 1px,transparent 1px 6px)"
    red, green, blue, _ = matplotlib.colormaps["cividis_r"](float(value), bytes=True)
    return f"background:rgb({red},{green},{blue});color:{'white' if value > 0.55 else 'black'}"


def _number(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.2f}".removeprefix("0")
