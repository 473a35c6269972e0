"""The command behind the shipped run of the 2017 encoder–decoder on made sentence pairs.

    python -m course_utils.runs.translation_transformer

It writes datasets/runs/translation_transformer.json: what `runs.translation made` does for the
recurrent models, at the same CPU seconds and as many learning-rate trials. The two languages
share one table of words.
"""

import itertools
from pathlib import Path

from course_utils.evaluation import RUNS
from course_utils.runs.neural_rungs import Budget
from course_utils.runs.translation import aligned, encoded, made_pairs, sentences, tested
from course_utils.runs.translation_contest import BUDGET, About, compete, write_contest
from course_utils.texts.translation import Translator, WordIds

KINDS = ("transformer", "transformer, Muon")  # trained by AdamW as all others, and by Muon
LARGEST = {KINDS[0]: 1.8e-2, KINDS[1]: 5.4e-2}  # of four rates, each a third of the next
SHIPPED = RUNS / "translation_transformer.json"


def run_transformers(budget: Budget) -> About:
    """All runs on the pairs of the grammar."""
    splits = made_pairs()
    texts = {split: sentences(pairs) for split, pairs in splits.items()}
    words = WordIds(itertools.chain.from_iterable(texts["train"]))  # of both languages
    ids = encoded(texts, words, words)

    def look(model: Translator, _: About) -> About:
        rate = aligned(model, splits["test"], ids["test"])
        return {**tested(model, words, splits, ids), "error_rate": rate}

    rates = {
        kind: [float(f"{LARGEST[kind] / 3**power:.2g}") for power in (3, 2, 1, 0)] for kind in KINDS
    }
    return compete(rates, ids, (len(words), len(words)), budget, look)


def run(path: Path, budget: Budget = BUDGET) -> None:
    """Choose the learning rates, train from every seed, translate, and write the file."""
    command = "python -m course_utils.runs.translation_transformer"
    write_contest(path, command, budget, lambda: run_transformers(budget))


if __name__ == "__main__":
    run(SHIPPED)
