"""The command behind the shipped sweep: does a longer context help the network, and the counts?

    python -m course_utils.runs.nnlm_sweep tiny_shakespeare.txt

For each n an NNLM gets three learning-rate trials and three seeds of the same CPU seconds, and
Kneser–Ney counts; both read the same bytes and are scored on the same validation documents. It
writes datasets/runs/nnlm_sweep.json after every network; started again, it goes on from there.
"""

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from course_utils.data import Corpus, load_text
from course_utils.evaluation import RUNS, write_run
from course_utils.models.ngram import (
    NGramCounts,
    NGramModel,
    continuation_counts,
    count_ngrams,
)
from course_utils.models.nnlm import NNLM, NNLMConfig
from course_utils.models.smoothing import absolute_discounting, estimate_discounts
from course_utils.runs.going_on import go_on
from course_utils.runs.neural_rungs import Budget, Contender, contend
from course_utils.training import log2_probabilities

# n, direct. No n = 6: its trials chose the largest rate, and a larger one may have been better.
NETWORKS = ((2, False), (4, False), (8, False), (16, False), (8, True))
ORDERS = (2, 3, 4, 5, 6, 8)  # of Kneser–Ney
SIZES = {"m": 16, "h": 128}
LEARNING_RATES = (0.02, 0.06, 0.2)
BUDGET = Budget(seconds=12, trial_seconds=4)
SHIPPED = RUNS / "nnlm_sweep.json"


def network_row(
    n: int, direct: bool, train: Corpus, validation: Corpus, budget: Budget
) -> dict[str, object]:
    """One network of the sweep, chosen, trained from three seeds and scored."""

    def build(V: int) -> NNLM:
        return NNLM(NNLMConfig(V, n=n, direct=direct, **SIZES))

    contest = contend(Contender(f"n = {n}", build, LEARNING_RATES), train, validation, budget)
    bits = [float(-log2_probabilities(model, validation).mean()) for model in contest.models]
    return {"n": n, "direct": direct, "bits": [round(b, 4) for b in bits], **contest.how()}


def count_rows(train: Corpus, validation: Corpus) -> list[dict[str, object]]:
    """Kneser–Ney of every order on the same documents."""
    counts, rows = count_ngrams(train, max(ORDERS), len(train.tokenizer)), []
    for n in ORDERS:
        shorter = NGramCounts(counts.levels[: n + 1], counts.vocabulary_size)
        continued = continuation_counts(shorter)
        discounts = estimate_discounts(continued)
        model = NGramModel(continued, partial(absolute_discounting, discounts=discounts))
        bits = float(-model.log2_probabilities(validation).mean())
        rows.append({"n": n, "bits": round(bits, 4)})
    return rows


def run(
    path: Path,
    text: str | Path,
    networks: Sequence[tuple[int, bool]] = NETWORKS,
    budget: Budget = BUDGET,
) -> None:
    """Run what `path` does not hold of the sweep over a text; written after every network."""
    texts = load_text(text)
    train, validation = texts["train"], texts["validation"]
    settings = {
        "unit": "bits per byte of validation text",
        "budget": f"{budget}; m = {SIZES['m']}, h = {SIZES['h']}",
    }
    found = go_on(
        path,
        f"python -m course_utils.runs.nnlm_sweep {Path(text).name}",
        settings,
        lambda: {"Kneser–Ney": count_rows(train, validation), "networks": []},
    )
    done = {(row["n"], row["direct"]) for row in found["networks"]}
    missing = [network for network in networks if network not in done]
    if not missing:
        print(f"nothing is missing in {path.name}; delete it to run the whole sweep again")
    for n, direct in missing:
        row = network_row(n, direct, train, validation, budget)
        found["networks"] = sorted([*found["networks"], row], key=lambda r: (r["direct"], r["n"]))
        write_run(path, found)
        print(row, flush=True)


def main(arguments: Sequence[str] | None = None, path: Path = SHIPPED) -> None:
    """Run the sweep over the text of the command line."""
    parser = argparse.ArgumentParser(description="Write datasets/runs/nnlm_sweep.json.")
    parser.add_argument("text", help="path of a UTF-8 text file")
    run(path, parser.parse_args(arguments).text)


if __name__ == "__main__":
    main()
