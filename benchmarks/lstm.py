"""The LSTM whose gates can be seen, step by step in Python, beside PyTorch's fused nn.LSTM.

    python benchmarks/lstm.py

Both hold the same weights and give the same outputs: that is checked first. The course's language
models train with the fused layer; this is the price of opening it.
"""

import argparse
import functools
import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from benchmarks.side_by_side import Curve, Row, Work, cost_curve, main, race
from course_utils.models.rnn import LSTMCell, Stacked, fused

WIDTH = 128


def our_step(model: Stacked, x: Tensor) -> None:
    """A forward and a backward pass."""
    model.zero_grad()
    model(x).square().mean().backward()


def their_step(model: nn.LSTM, x: Tensor) -> None:
    """The same with nn.LSTM."""
    model.zero_grad()
    model(x)[0].square().mean().backward()


def ready(rows: int | None, T: int | None, n: int) -> tuple[Stacked, Tensor]:
    """A model and inputs of n rows or n steps, whichever is None."""
    torch.manual_seed(0)
    return Stacked(LSTMCell, WIDTH, WIDTH), torch.randn(rows or n, T or n, WIDTH)


def run(given: tuple[Stacked, Tensor]) -> None:
    """Three steps, for a cost curve."""
    for _ in range(3):
        our_step(*given)


def measure(options: argparse.Namespace) -> Iterator[Row | Curve]:
    """A usual size, and one step of time after the other."""
    for rows, T, layers in (
        ((2, 4, 1),) if options.quick else ((16, 64, 1), (64, 64, 2), (1, 256, 1))
    ):
        torch.manual_seed(0)
        ours = Stacked(LSTMCell, WIDTH, WIDTH, layers)
        theirs, x = fused(ours), torch.randn(rows, T, WIDTH)
        assert torch.allclose(ours(x), theirs(x)[0], atol=1e-5), "other outputs"
        peer = {"nn.LSTM": Work(functools.partial(their_step, theirs, x), rows * T)}
        work = Work(functools.partial(our_step, ours, x), rows * T)
        what = f"train step, B = {rows}, T = {T}, layers: {layers}"
        yield from race(what, work, peer, unit="tokens/s", rounds=options.rounds)
    lengths, batches = ((4, 8), (1, 2)) if options.quick else ((32, 64, 128, 256), (4, 16, 64))
    yield cost_curve("train step, B = 16", "T", lengths, functools.partial(ready, 16, None), run)
    yield cost_curve("train step, T = 64", "B", batches, functools.partial(ready, None, 64), run)


if __name__ == "__main__":
    main("lstm", __doc__, measure)
