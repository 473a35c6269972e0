"""The command behind the shipped run of recurrent networks, datasets/runs/recurrent.json.

    python -m course_utils.runs.recurrent recall    four variants on a task of pure memory
    python -m course_utils.runs.recurrent world     RNN and LSTM on the story world
    python -m course_utils.runs.recurrent FILE      RNN and LSTM on a text, as bytes

The last two write the rungs of week 3.1 into the ladders as well (see `neural_rungs`).
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.data import Corpus, load_text, load_world
from course_utils.evaluation import RUNS, bits_by_distance, made, read_run, save_rungs, write_run
from course_utils.models.ngram import count_ngrams
from course_utils.models.rnn import RecurrentConfig, RecurrentLM, gradient_norms
from course_utils.models.smoothing import every_smoothing
from course_utils.runs.neural_contenders import TEXT_BUDGET, WORLD_BUDGET, neural_rungs
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


def recall(variant: str, rate: float, seed: int, judged: int = 1000) -> dict:
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
    history = fit(model, batches, RECALL_STEPS, rate, loss=recall_loss, seed=seed, progress=False)
    with torch.inference_mode():
        right = (model(tokens)[:, -1].argmax(-1) == targets).float().mean().item()
    return {"accuracy": right, "loss": history.losses[-1], "before": before, "after": norms()}


def run_recall() -> dict:
    """Every variant: the best learning rate on one seed and rows of its own, then three others."""
    found = {}
    for name in VARIANTS:
        trials = {rate: recall(name, rate, 9, judged=2000)["accuracy"] for rate in RECALL_RATES}
        best = max(trials, key=trials.get)
        seeds = [recall(name, best, seed) for seed in (0, 1, 2)]
        found[name] = {"trials": list(trials.items()), "rate": best, "seeds": seeds}
        print(name, trials, [run["accuracy"] for run in seeds], flush=True)
    return {"delay": DELAY, "choices": CHOICES, "steps": RECALL_STEPS, "variants": found}


# ---- The ladders ----

LOOK_BACK, LOOKED_AT = 100, 32  # tokens back, and documents, of the gradient norms


def looked_into(model: RecurrentLM, test: Corpus, log2: np.ndarray) -> dict:
    """Of one model of the story world: bits of copies by distance, gradient norms by distance."""
    long = [document[:LOOK_BACK] for document in test if len(document) > LOOK_BACK][:LOOKED_AT]
    tokens = torch.from_numpy(np.stack([[START, *document] for document in long]).astype(np.int64))
    norms = gradient_norms(model.recurrent.double(), model.token_embedding(tokens).double())
    model.recurrent.float()
    return {"by_distance": bits_by_distance(-log2, test.distance), "gradient": norms.tolist()}


def run_ladder(ladder: str, splits: dict[str, Corpus], units: np.ndarray, budget: Budget) -> dict:
    """RNN and LSTM climb a ladder; what each seed reached, in the world also by distance."""
    test = splits["test"]

    def look(model: RecurrentLM, log2: np.ndarray) -> dict:
        return looked_into(model, test, log2) if ladder == "world" else {}

    rungs, how, seen = neural_rungs(ladder, "3.1", splits, units, budget, look)
    found = {
        name: facts | {"bits": facts["test bits of each seed"], "seeds": seen[name]}
        for name, facts in how.items()
    }
    command = f"python -m course_utils.runs.recurrent {ladder}"
    save_rungs(rungs, {**made(command), "budget": str(budget), "models": how})
    if ladder == "world":
        counts = count_ngrams(splits["train"], 5, len(test.tokenizer))
        ngrams = every_smoothing(counts, splits["validation"])["Kneser–Ney"]
        for name, bits in (
            ("5-gram, Kneser–Ney", -ngrams.log2_probabilities(test)),
            ("the world itself", test.bits),
        ):
            found[name] = {"seeds": [{"by_distance": bits_by_distance(bits, test.distance)}]}
    return {"models": found}


def save(part: str, result: dict, command: str) -> None:
    """Put one part into datasets/runs/recurrent.json, whole or not at all."""
    shipped = read_run(SHIPPED)
    shipped[part] = made(command) | result
    write_run(SHIPPED, rounded(shipped))
    print("wrote", part, flush=True)


def rounded(value: object) -> object:
    """The same with numbers of four digits: enough, and small."""
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(inner) for inner in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def main() -> None:
    """Read the command line, run one part, write it."""
    parser = argparse.ArgumentParser(description="Write datasets/runs/recurrent.json.")
    parser.add_argument("part", help='"recall", "world", or the path of a UTF-8 text file')
    part = parser.parse_args().part
    if part == "recall":
        result = run_recall()
    elif part == "world":
        splits = {split: load_world(split) for split in ("train", "validation", "test")}
        result = run_ladder("world", splits, np.diff(splits["test"].starts), WORLD_BUDGET)
    else:
        splits, part = load_text(part), Path(part).stem
        result = run_ladder(part, splits, splits["test"].characters, TEXT_BUDGET)
    save(part, result, f"python -m course_utils.runs.recurrent {part}")


if __name__ == "__main__":
    main()
