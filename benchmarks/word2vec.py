"""word2vec beside gensim on one thread: words per second, and what the vectors know.

    python benchmarks/word2vec.py

Both read the letters for the same number of epochs with the same window, width and noise, each with
the learning rate that was best for it in datasets/runs/embeddings_letters.json, which
`python benchmarks/word_vectors.py letters` wrote. The score is the share of planted analogies that
the vectors solve, one number for each seed.
"""

import argparse
import functools
import itertools
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from collections.abc import Iterator

from benchmarks.side_by_side import Row, Work, main, race, scores
from benchmarks.word_vectors import RATES, SETTINGS, methods, on_letters
from course_utils.evaluation import RUNS
from course_utils.models.word_vectors import WordVectors
from course_utils.texts.vocabulary import load_letters, number_words


def trial(train, rate: float, seeds: Iterator[int], kept: list) -> None:
    """Train with the next seed, and keep the vectors."""
    kept.append(train(rate, next(seeds)))


def measure(options: argparse.Namespace) -> Iterator[Row]:
    """Skip-gram and CBOW: speed, then quality."""
    epochs, window, _ = SETTINGS["letters"]
    epochs = 1 if options.quick else epochs
    letters = load_letters()
    texts = number_words(letters[: len(letters) // 20] if options.quick else letters)
    run = json.loads((RUNS / "embeddings_letters.json").read_text(encoding="utf-8"))
    found = methods(texts, epochs, window)
    words = epochs * int(texts.counts.sum())
    for name in ("skip-gram", "CBOW"):
        kept: dict[str, list] = {name: [], f"{name}, gensim": []}
        works = {}
        for one, vectors in kept.items():
            rate = min(RATES) if options.quick else run["methods"][one]["rate"]
            works[one] = Work(
                functools.partial(trial, found[one], rate, itertools.count(), vectors), words
            )
        ours, peer = works.values()
        rounds = min(options.rounds, 3)
        what = f"{name}, {epochs} epochs"
        yield from race(
            what, ours, {"gensim": peer}, unit="words/s", goals={"gensim": 1.0}, rounds=rounds
        )
        if options.quick:
            continue  # a twentieth of the letters has not all words that are asked for
        a, b = (
            [on_letters(WordVectors(texts.words, table))["score"] for table in vectors]
            for vectors in kept.values()
        )
        met = sorted(a)[len(a) // 2] >= min(b)
        unit = "of the analogies"
        yield scores(f"{name}, quality", unit, a, "gensim", b, "not below its seeds", met)


if __name__ == "__main__":
    main("word2vec", __doc__, measure)
