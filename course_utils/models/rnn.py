"""Recurrent networks: one cell, the same weights at every step (Elman 1990), and an LM of them.

Letters in shapes: B batch, T time, I width of an input, C width of the state, V vocabulary.

A *cell* makes one step: `cell(x, state)`, x of (B, I), gives the next state, a tuple of (B, C)
whose first entry is what the layer gives out. `unroll` repeats it over time in a Python loop,
which is the definition but slow; `fused` moves the weights into PyTorch's layer, which does it in
one call, and `opened` moves them back to where every gate can be seen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from numbers import Integral

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.threads import set_threads
from course_utils.tokenizers import START

set_threads()

State = tuple[Tensor, ...]  # (h,) or, of an LSTM, (h, c); each (B, C)


class RNNCell(nn.Module):
    """Built in notebooks/week3_1_rnns.ipynb, section 1.

    One step of the simple recurrent network: h' = tanh(W x + U h + b) (Elman 1990).

    >>> cell = RNNCell(3, 5)
    >>> cell(torch.zeros(2, 3), cell.start(2))[0].shape
    torch.Size([2, 5])
    """

    def __init__(self, inputs: int, width: int) -> None:
        super().__init__()
        self.inputs, self.width = inputs, width
        self.from_input = nn.Linear(inputs, width)
        self.from_state = nn.Linear(width, width)

    def start(self, batch: int) -> State:
        return (self.from_state.weight.new_zeros(batch, self.width),)

    def forward(self, x: Tensor, state: State) -> State:
        (h,) = state  # (B, C)
        return (torch.tanh(self.from_input(x) + self.from_state(h)),)


class LSTMCell(nn.Module):
    """Built in notebooks/week3_1_rnns.ipynb, section 4.

    One step of the long short-term memory (Hochreiter and Schmidhuber 1997) with a forget gate
    (Gers, Schmidhuber and Cummins 2000): the cell c is kept, erased and written by gates.

    `forget_bias` None leaves the biases at their small random start, as PyTorch does; a number is
    the whole bias of the forget gate at the start (1: Jozefowicz, Zaremba and Sutskever 2015).
    """

    def __init__(self, inputs: int, width: int, forget_bias: float | None = None) -> None:
        super().__init__()
        self.inputs, self.width = inputs, width
        self.from_input = nn.Linear(inputs, 4 * width)
        self.from_state = nn.Linear(width, 4 * width)
        if forget_bias is not None:
            nn.init.zeros_(self.from_input.bias[width : 2 * width])
            nn.init.constant_(self.from_state.bias[width : 2 * width], forget_bias)

    def start(self, batch: int) -> State:
        zeros = self.from_state.weight.new_zeros(batch, self.width)
        return zeros, zeros

    def gates(self, x: Tensor, h: Tensor) -> tuple[Tensor, ...]:
        i, f, g, o = (self.from_input(x) + self.from_state(h)).chunk(4, -1)  # four of (B, C)
        return i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()

    def forward(self, x: Tensor, state: State) -> State:
        h, c = state
        i, f, g, o = self.gates(x, h)  # input, forget, candidate, output
        c = f * c + i * g
        return o * c.tanh(), c


class GRUCell(nn.Module):
    """Built in notebooks/week3_1_rnns.ipynb, section 4.

    One step of the gated recurrent unit (Cho and others 2014), with the reset gate after the
    matrix, as PyTorch has it: one state, and one gate that both forgets and writes.
    """

    def __init__(self, inputs: int, width: int) -> None:
        super().__init__()
        self.inputs, self.width = inputs, width
        self.from_input = nn.Linear(inputs, 3 * width)
        self.from_state = nn.Linear(width, 3 * width)

    def start(self, batch: int) -> State:
        return (self.from_state.weight.new_zeros(batch, self.width),)

    def forward(self, x: Tensor, state: State) -> State:
        (h,) = state
        r_x, z_x, n_x = self.from_input(x).chunk(3, -1)  # three of (B, C)
        r_h, z_h, n_h = self.from_state(h).chunk(3, -1)
        reset, keep = (r_x + r_h).sigmoid(), (z_x + z_h).sigmoid()
        new = torch.tanh(n_x + reset * n_h)
        return (keep * h + (1 - keep) * new,)


CELLS = {"rnn": RNNCell, "lstm": LSTMCell, "gru": GRUCell}


def unroll(
    cell: nn.Module, x: Tensor, mask: Tensor | None = None, state: State | None = None
) -> tuple[Tensor, State]:
    """Built in notebooks/week3_1_rnns.ipynb, section 2.

    Apply one cell at every step of x, (B, T, I): the outputs, (B, T, C), and the last state.

    Where `mask`, (B, T), is False the state is kept as it was, so that padding changes nothing.
    """
    state = cell.start(len(x)) if state is None else state
    outputs = []
    for t in range(x.shape[1]):
        new = cell(x[:, t], state)
        if mask is not None:
            real = mask[:, t, None]  # (B, 1)
            new = tuple(torch.where(real, n, s) for n, s in zip(new, state, strict=True))
        state = new
        outputs.append(state[0])
    return torch.stack(outputs, 1), state


class Stacked(nn.Module):
    """Built in notebooks/week3_1_rnns.ipynb, section 5.

    Layers of cells, each over the outputs of the one below: (B, T, I) -> (B, T, C).

    Bidirectional layers read a second time from right to left and put both outputs side by side:
    (B, T, 2 · C). Dropout (Srivastava and others 2014) stands between layers only, never between
    steps of time (Zaremba, Sutskever and Vinyals 2014).

    Args:
        cell: RNNCell, LSTMCell or GRUCell.
        inputs: I.
        width: C.
        layers: how many.
        bidirectional: also read from the right; not for a language model, which must not see
            what it predicts.
        dropout: share of the numbers between two layers that is set to 0 in training.
    """

    def __init__(
        self,
        cell: type[nn.Module],
        inputs: int,
        width: int,
        layers: int = 1,
        bidirectional: bool = False,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.dropout = dropout
        directions = 2 if bidirectional else 1
        widths = [inputs, *[directions * width] * (layers - 1)]
        self.layers = nn.ModuleList(
            nn.ModuleList(cell(wide, width) for _ in range(directions)) for wide in widths
        )

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        for number, cells in enumerate(self.layers):
            if number > 0:
                x = nn.functional.dropout(x, self.dropout, self.training)
            outputs = [unroll(cells[0], x, mask)[0]]
            if len(cells) == 2:  # reversed, padding comes first, and the mask keeps the state at 0
                backward_mask = None if mask is None else mask.flip(1)
                outputs.append(unroll(cells[1], x.flip(1), backward_mask)[0].flip(1))
            x = torch.cat(outputs, -1)
        return x


FUSED = {"RNNCell": nn.RNN, "LSTMCell": nn.LSTM, "GRUCell": nn.GRU}


def _pairs(stacked: Stacked, layer: nn.RNNBase) -> Iterator[tuple[Tensor, Tensor]]:
    """Each of our weights beside the one of PyTorch's layer that means the same."""
    for number, cells in enumerate(stacked.layers):
        for cell, end in zip(cells, ("", "_reverse"), strict=False):
            for ours, theirs in ((cell.from_input, "ih"), (cell.from_state, "hh")):
                for kind in ("weight", "bias"):
                    name = f"{kind}_{theirs}_l{number}{end}"
                    yield getattr(ours, kind), getattr(layer, name)


@torch.no_grad()
def fused(stacked: Stacked) -> nn.RNNBase:
    """PyTorch's nn.RNN, nn.LSTM or nn.GRU (batch first) with a copy of our weights.

    It trains or predicts as ours does, on the same device. Of a single layer the dropout is 0, as
    there is nothing between layers.

    >>> stacked, x = Stacked(LSTMCell, 3, 5, layers=2), torch.ones(1, 4, 3)
    >>> torch.allclose(fused(stacked)(x)[0], stacked(x), atol=1e-6)
    True
    """
    first = stacked.layers[0][0]
    sizes = (first.inputs, first.width, len(stacked.layers))
    dropout = stacked.dropout if len(stacked.layers) > 1 else 0.0  # else PyTorch warns
    options = {"bidirectional": len(stacked.layers[0]) == 2, "dropout": dropout}
    layer = FUSED[type(first).__name__](*sizes, batch_first=True, **options)
    layer.to(first.from_input.weight).train(stacked.training)  # as there: device, number, mode
    for ours, theirs in _pairs(stacked, layer):
        theirs.copy_(ours)
    return layer


@torch.no_grad()
def opened(layer: nn.RNNBase) -> Stacked:
    """Our cells, whose gates can be seen, with a copy of the weights of PyTorch's layer.

    They train or predict as the layer does, on the same device.

    Raises:
        TypeError: it is none of nn.RNN, nn.LSTM and nn.GRU.
        ValueError: it is made with an option that our cells do not have.

    >>> layer, x = nn.GRU(3, 5, batch_first=True), torch.ones(1, 4, 3)
    >>> torch.allclose(opened(layer)(x), layer(x)[0], atol=1e-6)
    True
    """
    if type(layer) not in FUSED.values():
        raise TypeError(f"{type(layer).__name__} is none of nn.RNN, nn.LSTM and nn.GRU")
    plain = layer.batch_first and layer.bias and not layer.proj_size
    if not plain or layer.mode == "RNN_RELU":
        raise ValueError(
            f"{layer} is not what our cells compute; make it with batch_first=True, with biases, "
            "without proj_size, and an nn.RNN with tanh"
        )
    cell = next(cell for cell in CELLS.values() if FUSED[cell.__name__] is type(layer))
    sizes = (layer.input_size, layer.hidden_size, layer.num_layers)
    stacked = Stacked(cell, *sizes, layer.bidirectional, layer.dropout)
    stacked.to(layer.weight_ih_l0).train(layer.training)
    for ours, theirs in _pairs(stacked, layer):
        ours.copy_(theirs)
    return stacked


@dataclass(frozen=True)
class RecurrentConfig:
    """The sizes of a RecurrentLM."""

    vocabulary_size: int  # V
    cell: str = "lstm"  # a key of CELLS
    width: int = 192  # C, of token vectors and of the state
    layers: int = 1
    dropout: float = 0.0  # between token vectors, layers and output
    forget_bias: float | None = 1.0  # of LSTM cells; None: as PyTorch draws it

    def __post_init__(self) -> None:
        """Refuse what cannot be built."""
        if self.cell not in CELLS:
            raise ValueError(f"cell is {self.cell!r}; choose one of {', '.join(CELLS)}")
        for name in ("vocabulary_size", "width", "layers"):
            value = getattr(self, name)
            if not (isinstance(value, Integral) and value >= 1):
                raise ValueError(f"{name} is {value!r}; it has to be at least 1, a whole number")
            object.__setattr__(self, name, int(value))  # PyTorch's layers take no NumPy integers
        if not 0 <= self.dropout < 1:
            raise ValueError(f"dropout is {self.dropout}; it is a share from 0 to below 1")


class RecurrentLM(nn.Module):
    """Built in notebooks/week3_1_rnns.ipynb, section 6.

    Token ids in, logits of each next token out: (B, T) -> (B, T, V).

    The table of token vectors is also the output layer (Press and Wolf 2017). The layers are our
    cells, moved into PyTorch's fused layer for speed; `opened(model.recurrent)` gives them back.
    The weights are drawn from torch's global generator: call `torch.manual_seed` before.

    >>> _ = torch.manual_seed(0)
    >>> model = RecurrentLM(RecurrentConfig(vocabulary_size=50, cell="gru", width=16))
    >>> model(torch.tensor([[1, 40, 41]])).shape
    torch.Size([1, 3, 50])
    """

    def __init__(self, config: RecurrentConfig) -> None:
        super().__init__()
        self.config, width = config, config.width
        self.token_embedding = nn.Embedding(config.vocabulary_size, width)
        nn.init.normal_(self.token_embedding.weight, std=0.3)
        cell = CELLS[config.cell]
        if config.cell == "lstm":
            cell = partial(LSTMCell, forget_bias=config.forget_bias)
        stacked = Stacked(cell, width, width, config.layers, dropout=config.dropout)
        self.recurrent = fused(stacked)
        self.dropout = nn.Dropout(config.dropout)
        self.bias = nn.Parameter(torch.zeros(config.vocabulary_size))

    def read(self, tokens: Tensor, state: object = None) -> tuple[Tensor, object]:
        x = self.dropout(self.token_embedding(tokens))  # (B, T, C)
        h, state = self.recurrent(x, state)
        return self.dropout(h) @ self.token_embedding.weight.T + self.bias, state  # (B, T, V)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.read(tokens)[0]

    @torch.inference_mode()
    def distribution(self, context: Sequence[int] = ()) -> np.ndarray:
        """Probability of each of the V tokens after the document so far, (V,), like an n-gram's.

        `<start>` is put before the document.
        """
        logits = self(torch.tensor([[START, *map(int, context)]]))[0, -1]  # (V,)
        return logits.double().softmax(-1).numpy()


def gradient_norms(layer: nn.RNNBase, x: Tensor) -> Tensor:
    """Built in notebooks/week3_1_rnns.ipynb, section 3.

    How much the last output depends on the input d steps earlier: entry d of the result, (T,).

    The norm of the gradient, with respect to each input of x, (B, T, I), of the last output in a
    random direction of length one; the mean over the batch.
    """
    x = x.detach().requires_grad_()
    last = layer(x)[0][:, -1]  # (B, C)
    torch.manual_seed(0)
    direction = nn.functional.normalize(torch.randn_like(last), dim=-1)
    (gradient,) = torch.autograd.grad((last * direction).sum(), x)  # (B, T, I)
    return gradient.norm(dim=-1).mean(0).flip(0)


class TruncatedLoss:
    """Built in notebooks/week3_1_rnns.ipynb, section 6.

    The next-token loss for `fit` that keeps the state from batch to batch but not its history: the
    network remembers, the gradient goes back no further than the batch (Williams and Peng 1990).
    """

    def __init__(self) -> None:
        self.state = None

    def __call__(self, model: RecurrentLM, batch: tuple[Tensor, Tensor]) -> Tensor:
        inputs, targets = batch
        logits, state = model.read(inputs, self.state)
        whole = isinstance(state, torch.Tensor)
        self.state = state.detach() if whole else tuple(part.detach() for part in state)
        return nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten())
