"""The sentence pairs of the course: drawn on the fly, the same on every machine."""

import functools
from random import Random

from course_utils.parallel.joining import Pair
from course_utils.parallel.rules import Grammar

SPLITS = {"train": 10_000, "validation": 300, "test": 600, "long": 300}  # pairs in each
TRAINED_CLAUSES = (0.65, 0.35)  # shares of sentences with one and two clauses
LONG_CLAUSES = (3, 4, 5)  # in equal parts
MOST_CLAUSES = 1000  # of one sentence: nobody waits for more


def draw(clauses: int, seed: int | str) -> Pair:
    """One sentence pair; the same seed gives the same pair on every machine.

    Raises:
        ValueError: for fewer than one clause.

    >>> print(draw(1, "night"))
    晚上 住 在 厨房 里 的 男孩 终于 买 了 三 只 黑 猫 。
    the boy who lived in the kitchen finally bought three black cats in the evening .
    """
    if not 1 <= clauses <= MOST_CLAUSES:
        raise ValueError(
            f"a sentence has at least one clause, not {clauses}; at most {MOST_CLAUSES} are drawn"
        )
    return Grammar(Random(seed)).sentence(clauses)


@functools.cache
def load_pairs(split: str) -> tuple[Pair, ...]:
    """All pairs of a split: "train", "validation", "test" or "long"; drawn once, in seconds.

    The first three hold sentences of one or two clauses; "long" holds longer ones than any
    training sentence, three to five clauses. No validation or test sentence is in "train".

    Raises:
        ValueError: for another split.
    """
    if split not in SPLITS:
        raise ValueError(f"split is {split!r}, but must be one of {', '.join(SPLITS)}")
    grammar, made = Grammar(Random(f"parallel/{split}")), []
    known = set() if split == "train" else {pair.chinese for pair in load_pairs("train")}
    while len(made) < SPLITS[split]:
        clauses = LONG_CLAUSES[len(made) % 3] if split == "long" else _number(grammar.random)
        pair = grammar.sentence(clauses)
        if pair.chinese not in known:
            made.append(pair)
    return tuple(made)


def _number(random: Random) -> int:
    return random.choices((1, 2), TRAINED_CLAUSES)[0]
