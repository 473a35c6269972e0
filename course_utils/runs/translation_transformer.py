"""The command behind the shipped run of the 2017 encoder–decoder on made sentence pairs.

    python -m course_utils.runs.translation_transformer

It writes datasets/runs/translation_transformer.json: what `runs.translation made` does for the
recurrent models, at the same CPU seconds and as many learning-rate trials. The two languages
share one table of words.
"""

import itertools
import time

from course_utils.evaluation import RUNS, made, write_run
from course_utils.parallel.corpus import load_pairs
from course_utils.runs.translation import (
    SECONDS,
    SEEDS,
    TRIAL_SECONDS,
    WIDTH,
    aligned,
    learning_rate_trials,
    steps_per_second,
    tested,
    train_model,
)
from course_utils.texts.translation import WordIds

KINDS = ("transformer", "transformer, Muon")  # trained by AdamW as all others, and by Muon
LARGEST = {KINDS[0]: 1.8e-2, KINDS[1]: 5.4e-2}  # of four rates, each a third of the next
PATH = RUNS / "translation_transformer.json"


def main() -> None:
    """Choose the learning rate, train from every seed, translate, and write the file."""
    begin = time.process_time()
    splits = {split: load_pairs(split) for split in ("train", "validation", "test", "long")}
    sentences = [(pair.chinese, pair.english) for pair in splits["train"]]
    words = WordIds(itertools.chain.from_iterable(sentences))  # of both languages
    ids = {
        split: [(words.encode(pair.chinese), words.encode(pair.english)) for pair in pairs]
        for split, pairs in splits.items()
    }
    sizes = (len(words), len(words))
    speed = steps_per_second(ids["train"], sizes, KINDS)
    trials, chosen = [], {}
    for kind in KINDS:
        rates = [float(f"{LARGEST[kind] / 3**power:.2g}") for power in (3, 2, 1, 0)]
        tried, best = learning_rate_trials((kind,), ids, sizes, speed, rates)
        trials, chosen = trials + tried, chosen | best
    runs, steps = [], {kind: int(speed[kind] * SECONDS) for kind in KINDS}
    for seed, kind in itertools.product(SEEDS, KINDS):
        model, about = train_model(kind, ids["train"], sizes, chosen[kind], steps[kind], seed)
        about |= tested(model, words, splits, ids)
        about["error_rate"] = aligned(model, splits["test"], ids["test"])
        runs.append(about)
        print({key: value for key, value in about.items() if key != "losses"}, flush=True)
    how = {
        **made("python -m course_utils.runs.translation_transformer"),
        "cpu_seconds": {"each_trial": TRIAL_SECONDS, "each_run": SECONDS},
        "all_cpu_seconds": round(time.process_time() - begin),
        "width": WIDTH,
    }
    write_run(PATH, {**how, "trials": trials, "runs": runs})
    print("wrote", PATH)


if __name__ == "__main__":
    main()
