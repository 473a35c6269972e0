"""What a week's checks are written with: the decorator, two ways to expect, the list of all.

A week's file holds one check for each exercise:

    @exercise("week1_3_ngrams", reference=ngram.add_k)
    def add_k(attempt):
        probabilities = attempt([3, 1, 0], k=1.0)
        expect_close(
            sum(probabilities),
            1.0,
            "Your probabilities sum to {yours}, but exactly one word comes next.",
            "When k is added to every count, what must be added to their total?",
        )

and its notebook calls it: `add_k = checks.week1.add_k(add_k)`.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import course_utils.checks
from course_utils.checks import values
from course_utils.checks.attempt import Attempt, Gap, NotAttempted, explained
from course_utils.checks.records import record


def expect(condition: bool, says: str, asks: str) -> None:
    """Raise a Gap with the lines `says` (what was seen) and `asks` unless `condition` holds."""
    if not condition:
        raise Gap(says, asks)


def expect_close(
    yours: Any, expected: Any, says: str, asks: str, *, tolerance: float = 1e-6
) -> None:
    """Raise a Gap unless `yours` equals `expected`; numbers agree within `tolerance`, abs. and rel.

    Lists, dictionaries and arrays are compared entry by entry. `says` may use {yours}, {expected}
    and {index}, which stand for the first place where the two differ.
    """
    index = values.first_difference(yours, expected, tolerance)
    if index is None:
        return
    if index == ("shape",):
        raise Gap(f"Your result has {values.size(yours)}, not {values.size(expected)}.", asks)
    mine, other = values.both(values.at(yours, index), values.at(expected, index))
    place = ", ".join(values.short(part) for part in index)
    for name, text in {"yours": mine, "expected": other, "index": place}.items():
        says = says.replace(f"{{{name}}}", text)
    raise Gap(says, asks)


@dataclass(frozen=True)
class Verdict:
    """What a check found: status "passed", "tried" or "not attempted", and the lines to print."""

    status: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Exercise:
    """One exercise: call it with the learner's function to get back the one to go on with."""

    name: str
    notebook: str  # "week1_3_ngrams"
    reference: Callable  # the course's own version
    check: Callable[[Attempt], None]  # raises Gap at the first gap
    repeatable: bool  # the same inputs must give the same answer
    structure: bool  # compare kind, shape and finiteness before the check looks

    def judge(self, learner: Any) -> Verdict:
        """Run the check on `learner` and return the verdict; never raises an Exception."""
        if not callable(learner):
            what = f"{self.name} is {values.kind(learner)}: {values.short(learner)}."
            return Verdict("tried", (what, f"Where does the cell above define def {self.name}(…)?"))
        attempt = Attempt(learner, self.reference, self.name, self.repeatable, self.structure)
        try:
            self.check(attempt)
        except (Gap, NotAttempted) as found:
            gap = found
        except Exception as error:  # raised while the check used what the function returned
            gap = explained(error, learner)
        else:
            return Verdict("passed", ())
        if isinstance(gap, NotAttempted):
            return Verdict("not attempted", ())
        return Verdict("tried", (*attempt.right, *gap.args, f"(Called as {attempt.call})"))

    def __call__(self, learner: Any) -> Callable:
        """Check `learner`, print the verdict, and return it if it passes, else the reference."""
        if learner is self.reference:
            print(f"{self.name} is the course's version. To check yours, run its cell again first.")
            return self.reference
        verdict = self.judge(learner)
        passed = verdict.status == "passed"
        headlines = {"passed": "Passed", "tried": "Not yet", "not attempted": "Not attempted yet"}
        whose = "your" if passed else "the course's"
        print(f"{self.name}: {headlines[verdict.status]}.", *verdict.lines, sep="\n  ")
        print(f"The notebook goes on with {whose} {self.name}.")
        if verdict.status != "not attempted":
            record(f"{self.notebook}/{self.name}", verdict.status)
        return learner if passed else self.reference


def exercise(
    notebook: str, reference: Callable, *, repeatable: bool = True, structure: bool = True
) -> Callable[[Callable[[Attempt], None]], Exercise]:
    """Turn a check function into the Exercise of `notebook` (file name without .ipynb)."""

    def made(check: Callable[[Attempt], None]) -> Exercise:
        return Exercise(check.__name__, notebook, reference, check, repeatable, structure)

    return made


def exercises() -> dict[str, list[Exercise]]:
    """Return every exercise of the course by notebook, in the order in which they are met."""
    found: dict[str, list[Exercise]] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(course_utils.checks.__path__)):
        if module.startswith("week"):
            for value in vars(importlib.import_module(f"course_utils.checks.{module}")).values():
                if isinstance(value, Exercise):
                    found.setdefault(value.notebook, []).append(value)
    return dict(sorted(found.items()))
