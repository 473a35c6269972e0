"""Training steps of a GPT: the course's, the recipe's, `transformers`' and nanoGPT's.

    python benchmarks/training.py
    python benchmarks/training.py --nanogpt DIR     # with a checkout of nanoGPT

All have the same width, layers, heads, vocabulary and batch. A step is a forward and a backward
pass and AdamW's move; the recipe's model (small_gpt.py) is moved by Muon and AdamW, and computes in
16 bits where the processor is faster so, as benchmarks/gpt.py does.
"""

import argparse
import contextlib
import functools
import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from collections.abc import Callable, Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from benchmarks.gpt import fastest_kind, mean_loss, nanogpt_model
from benchmarks.gpt2 import twins
from benchmarks.side_by_side import Curve, Row, Work, cost_curve, main, race
from benchmarks.small_gpt import Muon, Sizes, SmallGPT
from course_utils.models.transformer import GPT, TransformerConfig
from course_utils.threads import set_threads

V, HEADS = 512, 4
WIDTH, LAYERS = 128, 4


def with_adamw(model: nn.Module, loss: Callable[[Tensor, Tensor], Tensor]) -> Callable:
    """A step that all but the recipe make."""
    adam = torch.optim.AdamW(model.parameters(), 1e-3)

    def step(x: Tensor, y: Tensor) -> None:
        loss(x, y).backward()
        adam.step()
        adam.zero_grad()

    return step


def with_muon(model: SmallGPT) -> Callable:
    """The recipe's step."""
    muon = Muon(model.matrices(), model.kind)
    adam = torch.optim.AdamW([model.embedding, model.first, model.head], 3e-3, fused=True)

    def step(x: Tensor, y: Tensor) -> None:
        mean_loss(model, x, y).backward()
        muon.step(0.02)
        adam.step()
        adam.zero_grad()

    return step


def repeated(step: Callable, x: Tensor, y: Tensor, times: int) -> None:
    """Some steps on one batch."""
    for _ in range(times):
        step(x, y)


def ready(C: int, L: int, rows: int | None, T: int | None, n: int) -> tuple[Callable, Tensor]:
    """The course's GPT and a batch of n rows or n tokens each, whichever is None."""
    torch.manual_seed(0)
    tokens = torch.randint(V, (rows or n, T or n))
    model = GPT(TransformerConfig(V, tokens.shape[1], C, HEADS, L))
    return with_adamw(model, functools.partial(mean_loss, model)), tokens


def run(given: tuple[Callable, Tensor]) -> None:
    """Three steps, for a cost curve."""
    step, tokens = given
    repeated(step, tokens, tokens, 3)


def measure(options: argparse.Namespace) -> Iterator[Row | Curve]:
    """Both of ours beside each peer."""
    set_threads()
    rows, T, times = (2, 8, 1) if options.quick else (12, 64, 10)
    C, L = (32, 1) if options.quick else (WIDTH, LAYERS)
    torch.manual_seed(0)
    x, y = torch.randint(V, (rows, T)), torch.randint(V, (rows, T))
    ours, theirs = twins(V, T, C, L, HEADS)

    def their_loss(x: Tensor, y: Tensor) -> Tensor:
        return F.cross_entropy(theirs(x, use_cache=False).logits.flatten(0, 1), y.flatten())

    peers = {"transformers": with_adamw(theirs.train(), their_loss)}
    if options.nanogpt:
        module = nanogpt_model(options.nanogpt)
        sizes = dict(block_size=T, vocab_size=V, n_layer=L, n_head=HEADS, n_embd=C)
        with contextlib.redirect_stdout(sys.stderr):  # it talks when it is made
            nano = module.GPT(module.GPTConfig(**sizes, dropout=0.0, bias=False))
        peers["nanoGPT"] = with_adamw(nano, lambda x, y: nano(x, y)[1])
    recipe = SmallGPT(Sizes(V, C, L, HEADS, T), fastest_kind())
    mine = {
        "course's GPT": with_adamw(ours.train(), functools.partial(mean_loss, ours)),
        "recipe's GPT": with_muon(recipe),
    }
    tokens = rows * T * times
    for name, step in mine.items():
        works = {
            peer: Work(functools.partial(repeated, their_step, x, y, times), tokens)
            for peer, their_step in peers.items()
        }
        what = f"{name}, B {rows}, T {T}, C {C}, layers: {L}"
        work = Work(functools.partial(repeated, step, x, y, times), tokens)
        goals = {"nanoGPT": 1.0} if options.nanogpt else {}
        yield from race(what, work, works, unit="tokens/s", goals=goals, rounds=options.rounds)
    lengths, batches = ((8, 16), (1, 2)) if options.quick else ((32, 64, 128, 256), (4, 12, 36))
    yield cost_curve(
        "course's GPT, B = 4", "T", lengths, functools.partial(ready, C, L, 4, None), run
    )
    yield cost_curve(
        "course's GPT, T = 64", "B", batches, functools.partial(ready, C, L, None, 64), run
    )


if __name__ == "__main__":
    main("training", __doc__, measure)
