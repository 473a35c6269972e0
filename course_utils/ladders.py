"""The command behind the shipped ladders: every model on one text, chosen, scored, written down.

    python -m course_utils.ladders                            the story world
    python -m course_utils.ladders --text FILE --name NAME    a text of yours

It writes datasets/runs/ladder_NAME.json. Orders and settings are chosen on validation text; the
test text is scored once for each chosen model.
"""

import argparse
import datetime
import platform
from collections.abc import Mapping

import numpy as np
from tqdm import tqdm

from course_utils.data import Corpus, load_text, load_world
from course_utils.evaluation import Rung, document_bits, save_rungs, score
from course_utils.models.ngram import NGramCounts, count_ngrams
from course_utils.models.smoothing import every_smoothing

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


def main() -> None:
    """Score every model of the course so far on one text and write its ladder."""
    parser = argparse.ArgumentParser(description="Write datasets/runs/ladder_NAME.json.")
    parser.add_argument("--text", help='"python_docs" or a UTF-8 file; default: the story world')
    parser.add_argument("--name", help="name of the ladder; default: world, or the text's name")
    arguments = parser.parse_args()
    if arguments.text is None:
        splits = {split: load_world(split) for split in ("train", "validation", "test")}
        units, order = np.diff(splits["test"].starts), WORLD_ORDER
    else:
        splits = load_text(arguments.text)
        units, order = splits["test"].characters, TEXT_ORDER
    name = arguments.name or (arguments.text or "world").removesuffix(".txt")
    counts = count_ngrams(splits["train"], order, len(splits["train"].tokenizer))
    validation, test = splits["validation"], splits["test"]
    rungs = ngram_rungs(name, counts, climb(counts, validation), validation, test, units)
    how = {
        "command": "python -m course_utils.ladders"
        + (f" --text {name}.txt" if arguments.text else ""),
        "unit": "bits per character" if arguments.text else "bits per token",
        "date": datetime.date.today().isoformat(),
        "machine": f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}",
        "seed": "none: counting draws nothing; the bootstrap of the intervals uses seed 0",
    }
    print("wrote", save_rungs(rungs, how))
    for rung in rungs:
        print(f"{rung.model:30} {rung.bits:.3f} ({rung.low:.3f} to {rung.high:.3f})")


if __name__ == "__main__":
    main()
