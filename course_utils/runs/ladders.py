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
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:  # counting needs no PyTorch
    from course_utils.runs.neural_rungs import Budget

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


def split_text(text: str | None) -> dict[str, Corpus]:
    """Train, validation and test of a text (see `load_text`), or of the story world for None."""
    if text is not None:
        return load_text(text)
    return {split: load_world(split) for split in ("train", "validation", "test")}


def units_of(ladder: str, test: Corpus) -> np.ndarray:
    """Of each document, (D,), what bits are shared by: tokens of the world, characters of texts."""
    return np.diff(test.starts) if ladder == "world" else test.characters


def add_rungs(
    week: str,
    ladder: str,
    splits: Mapping[str, Corpus],
    folder: Path = RUNS,
    budget: "Budget | None" = None,
) -> None:
    """Put the rungs of one week into a ladder, and print them.

    Args:
        week: one of WEEKS.
        ladder: its name; "world" for the story world.
        splits: train, validation and test.
        folder: of the ladder's file.
        budget: of each network; None for that of the shipped ladders.
    """
    test, validation, world = splits["test"], splits["validation"], ladder == "world"
    units = units_of(ladder, test)
    command = "python -m course_utils.runs.ladders" + (f" --week {week}" if week != "1.3" else "")
    how: dict[str, object] = {**made(command + ("" if world else f" --text {ladder}.txt"))}
    if week == "1.3":
        order = WORLD_ORDER if world else TEXT_ORDER
        counts = count_ngrams(splits["train"], order, len(splits["train"].tokenizer))
        rungs = ngram_rungs(ladder, counts, climb(counts, validation), validation, test, units)
        how["seed"] = "none: counting draws nothing; the bootstrap of the intervals uses seed 0"
    else:
        from course_utils.runs.neural_contenders import TEXT_BUDGET, WORLD_BUDGET, neural_rungs

        def copies(_model: object, log2: np.ndarray) -> dict:
            return {"by_distance": bits_by_distance(-log2, test.distance)} if world else {}

        budget = budget or (WORLD_BUDGET if world else TEXT_BUDGET)
        rungs, models, seen = neural_rungs(ladder, week, splits, units, budget, copies)
        how |= {"budget": str(budget), "models": models}
        if week == "4.2" and world:
            found = {model: {"seeds": seeds} for model, seeds in seen.items()}
            write_run(folder / "transformer.json", {**made(command), "world": {"models": found}})
    print("wrote", save_rungs(rungs, how, folder))
    for rung in rungs:
        print(f"{rung.model:30} {rung.bits:.3f} ({rung.low:.3f} to {rung.high:.3f})")


def main(
    arguments: Sequence[str] | None = None, folder: Path = RUNS, budget: "Budget | None" = None
) -> None:
    """Score the models of one week, or of all, on one text and write the text's ladder."""
    parser = argparse.ArgumentParser(description="Write datasets/runs/ladder_NAME.json.")
    parser.add_argument("--week", default="1.3", choices=[*WEEKS, "all"], help="default: 1.3")
    parser.add_argument("--text", help='"python_docs" or a UTF-8 file; default: the story world')
    parser.add_argument("--name", help="name of the ladder of a text; default: the file's name")
    options = parser.parse_args(arguments)
    ladder = options.name or Path(options.text or "world").stem
    if (ladder == "world") != (options.text is None):
        parser.error('the ladder "world" is that of the story world; --text needs another --name')
    splits = split_text(options.text)
    for week in WEEKS if options.week == "all" else [options.week]:
        add_rungs(week, ladder, splits, folder, budget)


if __name__ == "__main__":
    main()
