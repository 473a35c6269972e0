"""The command behind datasets/runs/scaling.json: loss against size, text and quality of text.

    python -m course_utils.runs.scaling

Four sizes of GPT read three amounts of the story world, each document once. Each width has the
learning rate that was best on validation documents after the smallest amount, and half and twice
that rate were tried too. Then one experiment on quality: the same number of tokens read, as clean
text, as half the text twice, or as half clean and half shuffled text. The file is written after
every run; started again, it goes on.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

from course_utils.data import load_world
from course_utils.evaluation import RUNS, Score, document_bits, score, write_run
from course_utils.models.transformer import GPT, TransformerConfig
from course_utils.pretrain import mean_bits
from course_utils.runs.going_on import go_on
from course_utils.runs.learning_rates import next_rate
from course_utils.tokenizers import END
from course_utils.training import IGNORED, document_batches, fit

SHIPPED = RUNS / "scaling.json"
Documents = Sequence[np.ndarray]


@dataclass(frozen=True)
class Plan:
    """What is run; the defaults made the shipped file."""

    widths: tuple[int, ...] = (16, 32, 64, 128)
    documents: tuple[int, ...] = (750, 2000, 5000)  # 0.1, 0.26 and 0.65 M tokens
    learning_rates: tuple[float, ...] = (0.012, 0.024, 0.048)  # and on, while an edge is best
    layers: int = 2
    tokens_per_batch: int = 512
    validation_documents: int = 200
    test_documents: int = 800
    quality_width: int = 64
    quality_documents: int = 2000
    quality_seeds: tuple[int, ...] = (0, 1, 2)


@dataclass(frozen=True)
class World:
    """Documents of the three splits, as many as the plan asks for."""

    train: Documents
    validation: Documents
    test: Documents
    vocabulary_size: int
    floor: Score  # the generator's own score on the same test documents


def load(plan: Plan) -> World:
    """The story world as the plan needs it."""
    train, test = load_world("train"), load_world("test")[: plan.test_documents]
    return World(
        list(train[: max(*plan.documents, plan.quality_documents)]),
        list(load_world("validation")[: plan.validation_documents]),
        list(test),
        len(train.tokenizer),
        score(document_bits(-test.bits, test), np.diff(test.starts)),
    )


def count_steps(documents: Documents, tokens_per_batch: int, epochs: int, seed: int) -> int:
    """Batches until every document was read `epochs` times."""
    left = epochs * sum(map(len, documents))
    for steps, (_, targets) in enumerate(document_batches(documents, tokens_per_batch, seed), 1):
        left -= int((targets != IGNORED).sum())
        if left <= 0:
            return steps
    raise AssertionError("document_batches has no end")


def train_gpt(
    plan: Plan, world: World, width: int, documents: Documents, rate: float,
    epochs: int = 1, seed: int = 0,
) -> tuple[GPT, dict[str, float]]:  # fmt: skip
    """One GPT, and what its training took."""
    heads = max(1, width // 32)
    torch.manual_seed(seed)
    config = TransformerConfig(
        world.vocabulary_size, width=width, heads=heads, layers=plan.layers, rotary=True
    )
    model, begin = GPT(config), time.process_time()
    steps = count_steps(documents, plan.tokens_per_batch, epochs, seed)
    batches = document_batches(documents, plan.tokens_per_batch, seed)
    fit(model, batches, steps, rate, muon=True, seed=seed, progress=False)
    return model, {
        "parameters": sum(weights.numel() for weights in model.parameters()),
        "tokens": epochs * sum(map(len, documents)),
        "steps": steps,
        "learning rate": rate,
        "CPU seconds": round(time.process_time() - begin, 1),
    }


def bits(model: GPT, documents: Documents) -> float:
    """Mean bits per token, as the file keeps them."""
    return round(mean_bits(model, documents), 4)


def shuffled(document: np.ndarray, seed: int) -> np.ndarray:
    """The same words in random order; <end> stays at the end."""
    words = document[:-1] if document[-1] == END else document
    order = np.random.default_rng(seed).permutation(len(words))
    return np.concatenate([words[order], document[len(words) :]])


def quality_variants(documents: Documents) -> dict[str, tuple[Documents, int]]:
    """Documents and epochs of each variant; all but the last read the same number of tokens."""
    half = len(documents) // 2
    clean, other = list(documents[:half]), documents[half : 2 * half]
    noise = [shuffled(document, seed) for seed, document in enumerate(other)]
    return {
        "clean, read once": ([*clean, *other], 1),
        "half of it, read twice": (clean, 2),
        "half clean, half shuffled": (clean + noise, 1),
        "half of it, read once": (clean, 1),
    }


def planned(
    plan: Plan, world: World
) -> Iterator[tuple[str, dict[str, object], tuple[int, Documents, int, int]]]:
    """Every run: the list and the row that it goes to, and its width, documents, epochs, seed."""
    for number in plan.documents:
        for width in plan.widths:
            row: dict[str, object] = {"width": width, "documents": number}
            yield "runs", row, (width, world.train[:number], 1, 0)
    variants = quality_variants(world.train[: plan.quality_documents])
    for seed in plan.quality_seeds:
        for name, (documents, epochs) in variants.items():
            row = {"variant": name, "seed": seed}
            yield "quality", row, (plan.quality_width, documents, epochs, seed)


def run(plan: Plan, path: Path) -> dict:
    """Do what is missing of the plan, and write after every run."""
    world = load(plan)
    found = go_on(
        path,
        "python -m course_utils.runs.scaling",
        {"unit": "bits per token of test documents", "plan": asdict(plan)},
        lambda: {
            "floor": asdict(world.floor),
            "learning rates: validation bits": {},
            "runs": [],
            "quality": [],
        },
    )
    rates = found["learning rates: validation bits"]
    for width in plan.widths:
        tried = rates.setdefault(str(width), {})
        while (rate := next_rate(tried, plan.learning_rates, factor=2)) is not None:
            smallest = world.train[: min(plan.documents)]
            model, _ = train_gpt(plan, world, width, smallest, rate)
            tried[f"{rate:g}"] = bits(model, world.validation)
            write_run(path, found)
            print(width, tried, flush=True)
    for kind, row, (width, documents, epochs, seed) in planned(plan, world):
        if any(row.items() <= done.items() for done in found[kind]):
            continue
        tried = rates[str(width)]
        best = float(min(tried, key=tried.get))
        model, took = train_gpt(plan, world, width, documents, best, epochs, seed)
        found[kind].append(row | took | {"bits": bits(model, world.test)})
        write_run(path, found)
        print(found[kind][-1], flush=True)
    return found


if __name__ == "__main__":
    run(Plan(), SHIPPED)
