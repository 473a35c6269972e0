"""The command behind the shipped ladders: the models of a week, chosen, scored, written down.

    python -m course_utils.runs.ladders                          the story world, n-grams
    python -m course_utils.runs.ladders --text FILE --name NAME  a text of yours
    python -m course_utils.runs.ladders --week 2.2               the neural models of that notebook
    python -m course_utils.runs.ladders --week all               every rung, about 40 minutes

It writes datasets/runs/ladder_NAME.json, where the rungs of other weeks stay as they are. Orders
and settings are chosen on validation text; the test text is scored once for each chosen model.
Every neural model gets the same budget, see `neural_contenders`.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from tqdm import tqdm

from course_utils.data import Corpus, load_text, load_world
from course_utils.evaluation import (
    RUNS,
    Rung,
    bits_by_distance,
    document_bits,
    made,
    save_rungs,
    score,
    write_run,
)
from course_utils.models.ngram import NGramCounts, count_ngrams
from course_utils.models.smoothing import every_smoothing

WEEKS = ("1.3", "2.2", "3.1", "4.2")  # whose notebooks build language models
WORLD_ORDER, TEXT_ORDER = 5, 8  # longest n-grams: words of the world, bytes of a text


def climb(counts: NGramCounts, validation: Corpus) -> dict[tuple[str, int], np.ndarray]:
    """Validation bits of each token, (N,), for every smoothing and every order."""
    bits = {}
    for n in tqdm(range(1, len(counts.levels)), leave=False, disable=None):  # only in a terminal
        shorter = NGramCounts(counts.levels[: n + 1], counts.vocabulary_size)
        for name, model in every_smoothing(shorter, validation).items():
            bits[name, n] = -model.log2_probabilities(validation)
    return bits


def choose_order(bits: Mapping[tuple[str, int], np.ndarray], name: str) -> int:
    """The order with the fewest validation bits for one smoothing."""
    orders = [n for other, n in bits if other == name]
    return min(orders, key=lambda n: bits[name, n].sum())


def ngram_rungs(
    ladder: str,
    counts: NGramCounts,
    bits: Mapping[tuple[str, int], np.ndarray],
    validation: Corpus,
    test: Corpus,
    units: np.ndarray,
) -> list[Rung]:
    """One rung for each smoothing: its best order, chosen on validation and scored on test text.

    Args:
        ladder: name of the ladder.
        counts: of the training text, up to the longest order.
        bits: of the validation text, from `climb`.
        validation: text on which weights and k are fitted.
        test: text that is scored.
        units: (D,) tokens or characters of each test document.
    """
    rungs = []
    for name in dict.fromkeys(name for name, _ in bits):
        n = choose_order(bits, name)
        shorter = NGramCounts(counts.levels[: n + 1], counts.vocabulary_size)
        model = every_smoothing(shorter, validation)[name]
        result = score(document_bits(model.log2_probabilities(test), test), units)
        interval = (result.bits, result.low, result.high)
        rungs.append(Rung(ladder, f"{n}-gram, {name}", "1.3", *interval, live=True))
    return rungs


def add_rungs(week: str, name: str, splits: Mapping[str, Corpus], source: str | None) -> None:
    """Put the rungs of one week into a ladder, and print them."""
    test, validation = splits["test"], splits["validation"]
    units = np.diff(test.starts) if source is None else test.characters
    command = "python -m course_utils.runs.ladders" + (f" --week {week}" if week != "1.3" else "")
    how: dict[str, object] = {**made(command + (f" --text {name}.txt" if source else ""))}
    if week == "1.3":
        order = TEXT_ORDER if source else WORLD_ORDER
        counts = count_ngrams(splits["train"], order, len(splits["train"].tokenizer))
        rungs = ngram_rungs(name, counts, climb(counts, validation), validation, test, units)
        how["seed"] = "none: counting draws nothing; the bootstrap of the intervals uses seed 0"
    else:  # imported here: counting needs no PyTorch
        from course_utils.runs.neural_contenders import TEXT_BUDGET, WORLD_BUDGET, neural_rungs

        def copies(_model: object, log2: np.ndarray) -> dict:
            return {"by_distance": bits_by_distance(-log2, test.distance)} if not source else {}

        budget = TEXT_BUDGET if source else WORLD_BUDGET
        rungs, models, seen = neural_rungs(name, week, splits, units, budget, copies)
        how |= {"budget": str(budget), "models": models}
        if week == "4.2" and not source:
            found = {model: {"seeds": seeds} for model, seeds in seen.items()}
            write_run(RUNS / "transformer.json", {**made(command), "world": {"models": found}})
    print("wrote", save_rungs(rungs, how))
    for rung in rungs:
        print(f"{rung.model:30} {rung.bits:.3f} ({rung.low:.3f} to {rung.high:.3f})")


def main() -> None:
    """Score the models of one week, or of all, on one text and write the text's ladder."""
    parser = argparse.ArgumentParser(description="Write datasets/runs/ladder_NAME.json.")
    parser.add_argument("--week", default="1.3", choices=[*WEEKS, "all"], help="default: 1.3")
    parser.add_argument("--text", help='"python_docs" or a UTF-8 file; default: the story world')
    parser.add_argument("--name", help="name of the ladder; default: world, or the text's name")
    arguments = parser.parse_args()
    if arguments.text is None:
        splits = {split: load_world(split) for split in ("train", "validation", "test")}
    else:
        splits = load_text(arguments.text)
    name = arguments.name or Path(arguments.text or "world").stem
    for week in WEEKS if arguments.week == "all" else [arguments.week]:
        add_rungs(week, name, splits, arguments.text)


if __name__ == "__main__":
    main()
