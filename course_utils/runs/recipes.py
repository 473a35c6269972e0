"""The command behind the shipped run on recipes alone, datasets/runs/recipes.json.

    python -m course_utils.runs.recipes

Recipes name their ingredients once and use them later. An LSTM and two small GPTs get the same CPU
seconds and as many trials of learning rates each; shipped is what each seed pays for copies by
distance. A low price need not be copying: the verb before an ingredient says much of what it is.
"""

from functools import partial
from pathlib import Path

import numpy as np

from course_utils.data import STYLES, Corpus, load_world
from course_utils.evaluation import RUNS, bits_by_distance, made, write_run
from course_utils.runs.neural_contenders import at_both_ends, recurrent_lm, small_gpt
from course_utils.runs.neural_rungs import Budget, Contender, contend
from course_utils.training import log2_probabilities

SHIPPED = RUNS / "recipes.json"
BUDGET = Budget(seconds=30, trial_seconds=8)
CONTENDERS = (  # the learning rates that the ladder of the world tries
    Contender("LSTM", partial(recurrent_lm, "lstm"), (0.02, 0.06, 0.2)),
    Contender("GPT, rotary", partial(small_gpt, 256, True), (0.001, 0.003, 0.01)),
    Contender("GPT, rotary, Muon", partial(small_gpt, 256, True), (0.012, 0.036, 0.108), muon=True),
)


def of_style(corpus: Corpus, style: str) -> Corpus:
    """The documents of one style, as a corpus.

    >>> recipes = of_style(load_world("validation"), "recipe")
    >>> bool((recipes.style == STYLES.index("recipe")).all())
    True
    """
    chosen = np.flatnonzero(corpus.style == STYLES.index(style))
    lengths = np.diff(corpus.starts)
    inside = np.repeat(np.isin(np.arange(len(corpus)), chosen), lengths)  # (N,)

    def part(array: np.ndarray | None) -> np.ndarray | None:
        return None if array is None else array[inside]

    return Corpus(
        tokens=corpus.tokens[inside],
        starts=np.concatenate([[0], np.cumsum(lengths[chosen])]),
        tokenizer=corpus.tokenizer,
        characters=corpus.characters[chosen],
        style=corpus.style[chosen],
        bits=part(corpus.bits),
        role=part(corpus.role),
        distance=part(corpus.distance),
    )


def paid(bits: np.ndarray, test: Corpus) -> dict:
    """Mean bits of all tokens, and of copies by distance where there are any."""
    groups = [group for group in bits_by_distance(bits, test.distance) if group[2]]
    return {"bits": float(bits.mean()), "by_distance": groups}


def run(path: Path, budget: Budget = BUDGET) -> None:
    """Train all, score them on test recipes, and write the file."""
    train, validation, test = (
        of_style(load_world(split), "recipe") for split in ("train", "validation", "test")
    )
    found: dict[str, dict] = {}
    for contender in CONTENDERS:
        contest = contend(contender, train, validation, budget)
        log2 = [log2_probabilities(model, test) for model in contest.models]
        seeds = [paid(-one, test) for one in log2]
        found[contest.name] = contest.how() | {"seeds": seeds}
        print(contest.name, seeds, flush=True)
    for name, bits in at_both_ends(train, validation, test).items():
        found[name] = {"seeds": [paid(bits, test)]}
    how = made("python -m course_utils.runs.recipes")
    write_run(path, {**how, "budget": str(budget), "test documents": len(test), "models": found})
    print("wrote", path)


if __name__ == "__main__":
    run(SHIPPED)
