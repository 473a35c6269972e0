"""A training step with LoRA beside `peft`, on the same GPT of the course.

    python benchmarks/lora.py

Both change the same matrices with the same rank and the same numbers, and give the same logits and
gradients: that is checked first. A step is a forward and a backward pass and AdamW's move.
"""

import argparse
import functools
import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from collections.abc import Callable, Iterator

import peft
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from benchmarks.side_by_side import Row, Work, main, race
from course_utils.models.adapters import MATRICES
from course_utils.models.lora import add_lora, lora_layers
from course_utils.models.transformer import GPT, TransformerConfig

V, RANK, ALPHA = 512, 8, 16.0


def adapted(config: TransformerConfig, targets: tuple[str, ...]) -> tuple[GPT, nn.Module]:
    """Ours and peft's with the same numbers."""
    models = []
    for _ in range(2):
        torch.manual_seed(0)
        models.append(GPT(config))
    ours, base = models
    add_lora(ours, RANK, ALPHA, targets)
    chosen = peft.LoraConfig(
        r=RANK, lora_alpha=ALPHA, target_modules=list(targets), lora_dropout=0.0
    )
    theirs = peft.get_peft_model(base, chosen).base_model.model
    torch.manual_seed(1)
    with torch.no_grad():
        for name, layer in lora_layers(ours).items():
            layer.B.normal_(std=0.02)
            other = theirs.get_submodule(name)
            other.lora_A["default"].weight.copy_(layer.A)
            other.lora_B["default"].weight.copy_(layer.B)
    return ours, theirs


def gradients(model: nn.Module, x: Tensor, y: Tensor) -> None:
    """A forward and a backward pass."""
    F.cross_entropy(model(x).flatten(0, 1), y.flatten()).backward()


def stepper(model: nn.Module, x: Tensor, y: Tensor, times: int) -> Callable[[], None]:
    """Some steps of training."""
    learning = [weights for weights in model.parameters() if weights.requires_grad]
    adam = torch.optim.AdamW(learning, 1e-4)

    def steps() -> None:
        for _ in range(times):
            gradients(model, x, y)
            adam.step()
            adam.zero_grad()

    return steps


def measure(options: argparse.Namespace) -> Iterator[Row]:
    """LoRA on two matrices of each block, and on all six."""
    rows, T, times = (2, 8, 1) if options.quick else (8, 64, 8)
    width, layers = (16, 1) if options.quick else (128, 4)
    config = TransformerConfig(V, T, width, 4, layers)
    torch.manual_seed(2)
    x, y = torch.randint(V, (rows, T)), torch.randint(V, (rows, T))
    for targets in (("query", "value"), MATRICES):
        ours, theirs = adapted(config, targets)
        for model in (ours, theirs):
            gradients(model, x, y)
        for name, layer in lora_layers(ours).items():
            other = theirs.get_submodule(name).lora_A["default"].weight
            assert torch.allclose(layer.A.grad, other.grad, atol=1e-6), "other gradients"
        work = Work(functools.partial(stepper(ours, x, y, times)), times)
        peer = {"peft": Work(stepper(theirs, x, y, times), times)}
        what = f"step, rank {RANK} on {len(lora_layers(ours))} matrices, C {width}"
        goals = {"peft": 1 / 0.95}
        yield from race(what, work, peer, unit="steps/s", goals=goals, rounds=options.rounds)


if __name__ == "__main__":
    main("lora", __doc__, measure)
