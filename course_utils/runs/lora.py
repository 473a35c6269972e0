"""The command behind datasets/runs/lora.json: one base, and nine ways to teach it a dialect.

    python -m course_utils.runs.lora

The base is the course's GPT; the new domain is a dialect (see dialects.py). Every way gets the same
steps on the same texts, and three seeds, each with another dialect. Five learning rates are tried
before, with a third of the steps, on a dialect of their own: three that are planned; a further one
while the best is the lowest or the highest; and the rest between the best and its better neighbor.
Written after every run: killed, the same command goes on where it was, if the base is still the
same.
"""

import copy
import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

from course_utils.data import Corpus, load_world
from course_utils.evaluation import RUNS, write_run
from course_utils.files import sha256
from course_utils.low_rank import (
    differences,
    matrices_of,
    random_change,
    random_part,
    set_matrices,
    truncate,
)
from course_utils.models.adapters import MATRICES, layers_called, stored_bytes
from course_utils.models.checkpoints import load_model
from course_utils.models.lora import add_lora
from course_utils.models.nf4 import quantize
from course_utils.pretrain import STORY_GPT, mean_bits
from course_utils.runs.going_on import go_on
from course_utils.runs.learning_rates import next_rate
from course_utils.texts.dialects import make_dialect, retold
from course_utils.training import document_batches, fit

SHIPPED = RUNS / "lora.json"
PAIRS = 50  # of words that change places
TOKENS, STEPS = 512, 60  # of a batch, and of each training
DOCUMENTS = 4_000  # of the training split, retold
SCORED, JUDGED = 40, 20  # documents that all are scored on, and that choose the learning rates
SEEDS, TRIAL_SEED = (0, 1, 2), 9
TRIALS = 5  # learning rates tried for each way
RANKS = (1, 2, 4, 8, 16)  # of LoRA
CUTS = (0, 1, 2, 4, 8, 16, 32, 64, 128)  # ranks at which a free ΔW is truncated


def matrices_only(model: nn.Module) -> None:
    """Let the twelve matrices learn, and nothing else: what LoRA may change, without a bound."""
    model.requires_grad_(False)
    for layer in layers_called(model, MATRICES).values():
        layer.weight.requires_grad_()


def last_block(model: nn.Module) -> None:
    """Let the last block and the LayerNorm after it learn."""
    model.requires_grad_(False)
    model.blocks[-1].requires_grad_()
    model.norm.requires_grad_()


def low_rank(rank: int) -> Callable[[nn.Module], None]:
    """LoRA on all matrices of the blocks, α = 2 r."""

    def prepare(model: nn.Module) -> None:
        add_lora(model, rank, 2 * rank, MATRICES)

    return prepare


def in_four_bits(model: nn.Module) -> None:
    """The matrices in NF4, with LoRA of rank 4 beside them."""
    quantize(model)
    low_rank(4)(model)


FREE, ADDED = (0.001, 0.003, 0.009), (0.004, 0.012, 0.036)  # learning rates tried first
METHODS: dict[str, tuple[Callable[[nn.Module], object], tuple[float, ...]]] = {
    "all weights": (lambda model: None, FREE),
    "matrices only": (matrices_only, FREE),
    "last block": (last_block, FREE),
    **{f"LoRA r = {rank}": (low_rank(rank), ADDED) for rank in RANKS},
    "NF4 + LoRA r = 4": (in_four_bits, ADDED),
}


def bits(model: nn.Module, documents: Sequence[np.ndarray]) -> float:
    """Bits per token, as the file keeps them."""
    return round(mean_bits(model, list(documents)), 4)


def taught(
    base: nn.Module, name: str, texts: Sequence[np.ndarray], rate: float, seed: int,
    steps: int = STEPS,
) -> tuple[nn.Module, float]:  # fmt: skip
    """A copy of the base after one of METHODS, and the CPU seconds of its training."""
    model = copy.deepcopy(base)
    torch.manual_seed(seed)
    METHODS[name][0](model)
    begin = time.process_time()
    batches = document_batches(texts, TOKENS, seed)
    fit(model, batches, steps, rate, weight_decay=0.0, seed=seed, progress=False)
    return model, time.process_time() - begin


def sizes(model: nn.Module) -> dict[str, int]:
    """What a way to learn has to hold: numbers and bytes."""
    learning = sum(weights.numel() for weights in model.parameters() if weights.requires_grad)
    held = {name: tensor for name, tensor in model.state_dict().items()}
    return {
        "numbers that learn": learning,
        "bytes of gradients and AdamW": 3 * 4 * learning,  # the gradient and two running means
        "bytes of the model": stored_bytes(held),
    }


def between(tried: Mapping[float, float]) -> float:
    """The rate halfway, by ratio, from the best one to the better of its two neighbors.

    >>> between({0.001: 5.0, 0.004: 3.0, 0.016: 4.0})
    0.008
    """
    rates = sorted(tried)
    place = rates.index(min(tried, key=tried.get))
    near = min(rates[max(place - 1, 0) : place] + rates[place + 1 : place + 2], key=tried.get)
    return float(f"{(rates[place] * near) ** 0.5:.3g}")


def best_rate(
    base: nn.Module,
    name: str,
    texts: Sequence[np.ndarray],
    judged: Sequence[np.ndarray],
    steps: int,
    known: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """Bits for each of TRIALS rates: the planned ones, beyond a best end, then around the best.

    `known` holds those that were tried before, and are not tried again.
    """
    tried = {float(rate): found for rate, found in (known or {}).items()}
    planned = METHODS[name][1]
    while len(tried) < TRIALS:
        rate = next_rate(tried, planned, factor=3, further=TRIALS - len(planned)) or between(tried)
        tried[rate] = bits(taught(base, name, texts, rate, TRIAL_SEED, steps)[0], judged)
    return {f"{rate:g}": tried[rate] for rate in sorted(tried)}


def cut_down(base: nn.Module, free: nn.Module, documents: Sequence[np.ndarray], seed: int) -> dict:
    """Bits in the dialect with the free ΔW at each rank: truncated, and two random rivals."""
    model, before = copy.deepcopy(base), matrices_of(base)
    changes, found = differences(before, matrices_of(free)), {}
    makers = {
        "truncated": truncate,
        "random directions": lambda change, rank: random_part(change, rank, seed),
        "random change": lambda change, rank: random_change(change, rank, seed),
    }
    for kind, make in makers.items():
        found[kind] = []
        for rank in CUTS:
            set_matrices(model, before, {name: make(dw, rank) for name, dw in changes.items()})
            found[kind].append(bits(model, documents))
    return found


def one_run(base: nn.Module, world: tuple[Corpus, Corpus], name: str, rate: float, seed: int,
            steps: int) -> dict:  # fmt: skip
    """Train once and score on the dialect and on the old texts."""
    train, test = world
    table = make_dialect(train, PAIRS, seed)
    told, old = retold(test[:SCORED], table), test[:SCORED]
    model, seconds = taught(base, name, retold(train[:DOCUMENTS], table), rate, seed, steps)
    row = {
        "method": name,
        "seed": seed,
        "rate": rate,
        "bits in the dialect": bits(model, told),
        "bits on old texts": bits(model, old),
        "CPU seconds": round(seconds, 1),
        **sizes(model),
    }
    if name == "matrices only":
        row["cut down"] = {"ranks": list(CUTS), **cut_down(base, model, told, seed)}
    return row


def untaught(base: nn.Module, train: Corpus, scored: Corpus) -> dict:
    """How a file begins: the dialects, and what the base makes of them."""
    tables = [make_dialect(train, PAIRS, seed) for seed in SEEDS]
    changed = tables[0][train.tokens] != train.tokens
    return {
        "share of tokens changed": round(float(changed.mean()), 4),
        "floor": round(float(scored.bits.mean()), 4),
        "base on old texts": bits(base, scored),
        "base in the dialect": [bits(base, retold(scored, table)) for table in tables],
        "rates tried": {},
        "runs": [],
    }


def run(
    path: Path = SHIPPED, methods: Sequence[str] = tuple(METHODS), seeds: Sequence[int] = SEEDS,
    steps: int = STEPS, gpt: Path = STORY_GPT,
) -> dict:  # fmt: skip
    """Every method: its rates on a dialect of their own, then each seed; written after each."""
    base, train, test = load_model(gpt), load_world("train"), load_world("test")
    settings = {
        "base": sha256(gpt)[:16],
        "training": f"{steps} steps of at most {TOKENS} tokens, AdamW",
        "dialect": f"{PAIRS} pairs of words",
    }
    command = "python -m course_utils.runs.lora"
    result = go_on(path, command, settings, lambda: untaught(base, train, test[:SCORED]))
    judged = load_world("validation")[:JUDGED]
    trial = make_dialect(train, PAIRS, TRIAL_SEED)
    for name in methods:
        tried = result["rates tried"].get(name, {})
        if len(tried) < TRIALS:
            texts, told = retold(train[:DOCUMENTS], trial), retold(judged, trial)
            tried = best_rate(base, name, texts, told, max(1, steps // 3), tried)
            result["rates tried"][name] = tried
            write_run(path, result)
            print(name, tried, flush=True)
    best = {name: float(min(t, key=t.get)) for name, t in result["rates tried"].items()}
    for seed, name in itertools.product(seeds, methods):
        rate, rows = best[name], result["runs"]
        mine = [row for row in rows if row["method"] == name and row["seed"] == seed]
        if [row["rate"] for row in mine] != [rate]:  # not made yet, or with another rate
            rows = [row for row in rows if row not in mine]
            rows.append(one_run(base, (train, test), name, rate, seed, steps))
            result["runs"] = sorted(
                rows, key=lambda r: (r["seed"], list(METHODS).index(r["method"]))
            )
            write_run(path, result)
            print(name, seed, rate, rows[-1]["bits in the dialect"], flush=True)
    return result


if __name__ == "__main__":
    run()
