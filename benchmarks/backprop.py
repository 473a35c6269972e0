"""The tensor autograd engine beside torch and beside the scalar engine of the same week.

    python benchmarks/backprop.py

One step is a forward and a backward pass of a small network in float64. All find the same
gradients: that is checked first.
"""

import argparse
import functools
import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np
import torch

from benchmarks.side_by_side import Row, Work, main, race
from course_utils.models.autograd import Tensor, cross_entropy
from course_utils.models.optimizers import MLP, zero_grad
from course_utils.models.scalar import Scalar
from course_utils.threads import set_threads


def our_step(mlp: MLP, x: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
    """Gradients of the mean log-loss."""
    zero_grad(mlp.parameters)
    cross_entropy(mlp(Tensor(x)), y).backward()
    return [p.grad for p in mlp.parameters]


def torch_step(weights: list[torch.Tensor], x: torch.Tensor, y: torch.Tensor) -> list[torch.Tensor]:
    """The same in torch."""
    for w in weights:
        w.grad = None
    for i in range(0, len(weights), 2):
        x = x @ weights[i] + weights[i + 1]
        x = x.relu() if i + 2 < len(weights) else x
    torch.nn.functional.cross_entropy(x, y).backward()
    return [w.grad for w in weights]


def scalar_step(
    sizes: Sequence[int], values: list[np.ndarray], x: np.ndarray, y: np.ndarray
) -> list[np.ndarray]:
    """The same, number by number."""
    weights = [np.vectorize(Scalar, otypes=[object])(v) for v in values]
    loss = Scalar(0.0)
    for row, target in zip(x.tolist(), y.tolist(), strict=True):
        for i, (_, m) in enumerate(pairwise(sizes)):
            W, b = weights[2 * i], weights[2 * i + 1]
            sums = [sum((a * w for a, w in zip(row, W[:, j], strict=True)), b[j]) for j in range(m)]
            row = [s.relu() for s in sums] if i + 2 < len(sizes) else sums
        loss = loss + sum((s.exp() for s in row), Scalar(0.0)).log() - row[target]
    (loss * (1 / len(y))).backward()
    return [np.vectorize(lambda w: w.grad, otypes=[float])(w) for w in weights]


def network(sizes: Sequence[int], rows: int) -> tuple[MLP, np.ndarray, np.ndarray]:
    """Random weights and data."""
    random = np.random.default_rng(0)
    x, y = random.normal(size=(rows, sizes[0])), random.integers(0, sizes[-1], rows)
    return MLP(sizes, random), x, y


def same(ours: list[np.ndarray], step: Callable[[], list]) -> None:
    """Both find the same gradients."""
    for a, b in zip(ours, step(), strict=True):
        assert np.allclose(a, np.asarray(b), atol=1e-9), "other gradients"


def measure(options: argparse.Namespace) -> Iterator[Row]:
    """Three sizes beside torch, one beside the scalar engine."""
    set_threads()
    trials = ((8, 16, 3), 4), ((64, 128, 10), 32), ((784, 512, 10), 128)
    for sizes, rows in trials[:1] if options.quick else trials:
        mlp, x, y = network(sizes, rows)
        weights = [torch.tensor(p.data, requires_grad=True) for p in mlp.parameters]
        ours = functools.partial(our_step, mlp, x, y)
        theirs = functools.partial(torch_step, weights, torch.tensor(x), torch.tensor(y))
        same(ours(), theirs)
        repeat = 2 if options.quick else max(1, 2_000 // rows // (sizes[0] // 8))

        def again(step: Callable, times: int = repeat) -> None:
            for _ in range(times):
                step()

        what = f"step of {'–'.join(map(str, sizes))}, {rows} rows"
        work = Work(functools.partial(again, ours), repeat)
        peer = {"torch": Work(functools.partial(again, theirs), repeat)}
        yield from race(what, work, peer, unit="steps/s", rounds=options.rounds)
    sizes, rows = (2, 4, 2) if options.quick else (2, 16, 16, 2), 4 if options.quick else 32
    mlp, x, y = network(sizes, rows)
    ours = functools.partial(our_step, mlp, x, y)
    theirs = functools.partial(scalar_step, sizes, [p.data for p in mlp.parameters], x, y)
    same(ours(), theirs)
    what = f"step of {'–'.join(map(str, sizes))}, {rows} rows"
    peer = {"scalars": Work(theirs)}
    yield from race(what, Work(ours), peer, unit="steps/s", rounds=options.rounds)


if __name__ == "__main__":
    main("backprop", __doc__, measure)
