"""The command behind the shipped run of recurrent networks, datasets/runs/recurrent.json.

    python -m course_utils.runs.recurrent recall    four variants on a task of pure memory
    python -m course_utils.runs.recurrent world     RNN and LSTM on the story world
    python -m course_utils.runs.recurrent FILE      RNN and LSTM on a text, as bytes

The last two write the rungs of week 3.1 into the ladders as well (see `neural_rungs`).
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.data import Corpus
from course_utils.evaluation import RUNS, bits_by_distance, made, read_run, save_rungs, write_run
from course_utils.models.rnn import RecurrentConfig, RecurrentLM, gradient_norms
from course_utils.runs.ladders import split_text, units_of
from course_utils.runs.neural_contenders import (
    TEXT_BUDGET,
    WORLD_BUDGET,
    at_both_ends,
    neural_rungs,
)
from course_utils.runs.neural_rungs import Budget
from course_utils.tokenizers import START
from course_utils.training import fit

SHIPPED = RUNS / "recurrent.json"
VARIANTS = {
    "RNN": {"cell": "rnn"},
    "LSTM, default": {"cell": "lstm", "forget_bias": None},
    "LSTM, bias 1": {"cell": "lstm", "forget_bias": 1.0},
    "LSTM, bias 3": {"cell": "lstm", "forget_bias": 3.0},
}

# ---- The recall task: say the first token again after DELAY others ----

DELAY, CHOICES, RECALL_STEPS, RECALL_RATES = 40, 8, 600, (0.002, 0.005, 0.01)


def recall_batches(seed: int, rows: int = 32) -> Iterator[tuple[Tensor, Tensor]]:
    """Inputs (B, DELAY + 1), a token to keep and then noise; targets (B,), the token to say."""
    random = torch.Generator().manual_seed(seed)
    while True:
        keep = torch.randint(CHOICES, (rows, 1), generator=random)
        noise = torch.randint(CHOICES, 2 * CHOICES, (rows, DELAY), generator=random)
        yield torch.cat([keep, noise], 1), keep[:, 0]


def recall_loss(model: nn.Module, batch: tuple[Tensor, Tensor]) -> Tensor:
    """Cross-entropy of the last output only."""
    inputs, targets = batch
    return nn.functional.cross_entropy(model(inputs)[:, -1], targets)


def recall(
    variant: str, rate: float, seed: int, judged: int = 1000, steps: int = RECALL_STEPS
) -> dict:
    """Train one variant; its accuracy and gradient norms by distance before and after.

    Both are of 256 rows that are drawn with the seed `judged`.
    """
    torch.manual_seed(seed)
    model = RecurrentLM(RecurrentConfig(2 * CHOICES, width=32, **VARIANTS[variant]))
    tokens, targets = next(recall_batches(judged, 256))

    def norms() -> list[float]:
        layer = model.recurrent.double()
        found = gradient_norms(layer, model.token_embedding(tokens).double())
        layer.float()
        return found.tolist()

    before, batches = norms(), recall_batches(seed)
    history = fit(model, batches, steps, rate, loss=recall_loss, seed=seed, progress=False)
    with torch.inference_mode():
        right = (model(tokens)[:, -1].argmax(-1) == targets).float().mean().item()
    return {"accuracy": right, "loss": history.losses[-1], "before": before, "after": norms()}


def run_recall(steps: int = RECALL_STEPS) -> dict:
    """Every variant: the best learning rate on one seed and rows of its own, then three others."""
    found = {}
    for name in VARIANTS:
        trials = {rate: recall(name, rate, 9, 2000, steps)["accuracy"] for rate in RECALL_RATES}
        best = max(trials, key=trials.get)
        seeds = [recall(name, best, seed, steps=steps) for seed in (0, 1, 2)]
        found[name] = {"trials": list(trials.items()), "rate": best, "seeds": seeds}
        print(name, trials, [run["accuracy"] for run in seeds], flush=True)
    return {"delay": DELAY, "choices": CHOICES, "steps": steps, "variants": found}


# ---- The ladders ----

LOOK_BACK, LOOKED_AT = 100, 32  # tokens back, and documents, of the gradient norms


def looked_into(model: RecurrentLM, test: Corpus, log2: np.ndarray) -> dict:
    """Of one model of the story world: bits of copies by distance, gradient norms by distance."""
    long = [document[:LOOK_BACK] for document in test if len(document) > LOOK_BACK][:LOOKED_AT]
    tokens = torch.from_numpy(np.stack([[START, *document] for document in long]).astype(np.int64))
    norms = gradient_norms(model.recurrent.double(), model.token_embedding(tokens).double())
    model.recurrent.float()
    return {"by_distance": bits_by_distance(-log2, test.distance), "gradient": norms.tolist()}


def run_ladder(
    ladder: str, splits: Mapping[str, Corpus], budget: Budget, folder: Path = RUNS
) -> dict:
    """RNN and LSTM climb a ladder; what each seed reached, in the world also by distance."""
    test = splits["test"]

    def look(model: RecurrentLM, log2: np.ndarray) -> dict:
        return looked_into(model, test, log2) if ladder == "world" else {}

    units = units_of(ladder, test)
    rungs, how, seen = neural_rungs(ladder, "3.1", splits, units, budget, look)
    found = {
        name: facts | {"bits": facts["test bits of each seed"], "seeds": seen[name]}
        for name, facts in how.items()
    }
    save_rungs(rungs, {**made(command_of(ladder)), "budget": str(budget), "models": how}, folder)
    if ladder == "world":
        for name, bits in at_both_ends(splits["train"], splits["validation"], test).items():
            found[name] = {"seeds": [{"by_distance": bits_by_distance(bits, test.distance)}]}
    return {"models": found}


def command_of(part: str) -> str:
    """The command that makes a part, as one would type it; a text stands in its folder.

    >>> command_of("plays")
    'python -m course_utils.runs.recurrent plays.txt'
    """
    file = part if part in ("recall", "world") else f"{part}.txt"
    return f"python -m course_utils.runs.recurrent {file}"


def save(path: Path, part: str, result: dict) -> None:
    """Put one part into the file, whole or not at all; the other parts stay."""
    made_so = made(command_of(part))
    write_run(path, rounded(read_run(path) | {part: made_so | result}))
    print("wrote", part, flush=True)


def rounded(value: object) -> object:
    """The same with numbers of four digits: enough, and small."""
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(inner) for inner in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def main(
    arguments: Sequence[str] | None = None,
    folder: Path = RUNS,
    budget: Budget | None = None,
    steps: int = RECALL_STEPS,
) -> None:
    """Read the command line, run one part, write it.

    Args:
        arguments: of the command; None for those it was started with.
        folder: of recurrent.json and the ladders.
        budget: of each network on a ladder; None for that of the shipped ladders.
        steps: of each training on the recall task.
    """
    parser = argparse.ArgumentParser(description="Write datasets/runs/recurrent.json.")
    parser.add_argument("part", help='"recall", "world", or the path of a UTF-8 text file')
    part = parser.parse_args(arguments).part
    if part == "recall":
        result = run_recall(steps)
    elif part == "world":
        result = run_ladder(part, split_text(None), budget or WORLD_BUDGET, folder)
    else:
        text, part = part, Path(part).stem
        if part in ("recall", "world"):
            parser.error(f"{part!r} is taken; give the file {text} another name")
        result = run_ladder(part, split_text(text), budget or TEXT_BUDGET, folder)
    save(folder / SHIPPED.name, part, result)


if __name__ == "__main__":
    main()
