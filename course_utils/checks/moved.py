"""The check of `what_moved` of week6_2_prompt_tuning, on two states of a model."""

from collections.abc import Mapping

import torch
from torch import Tensor

from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import expect
from course_utils.checks.values import kind


def moved_names(before: Mapping[str, Tensor], after: Mapping[str, Tensor]) -> list[str]:
    """Names of the tensors that are not exactly equal, sorted."""
    return sorted(name for name in before if not torch.equal(before[name], after[name]))


def shown(answer: object) -> str:
    """A truth value or a string as it is; of anything else its kind."""
    return repr(answer) if isinstance(answer, bool | str) or answer is None else kind(answer)


def diagnose_what_moved(attempt: Attempt) -> None:
    """Six tensors: untouched, moved a little (twice), moved within, turned round, learning.

    The first two have the same numbers before, and stand in the other order after.
    """
    base = torch.arange(6.0).reshape(2, 3)
    before = {
        "prompt": base.clone(),
        "norm": base.clone(),
        "table": 50 * (base + 1) + 0.5,  # printed, a step of a float does not show
        "bias": torch.zeros(3),
        "query": torch.tensor([[-3.0, 1.0, 2.0], [-1.0, -1.0, 2.0]]),
        "value": base + 7,
    }
    order = ("norm", "prompt", "table", "bias", "query", "value")
    after = {name: before[name].clone() for name in order}
    after["prompt"] = base + 1
    after["table"] = torch.nextafter(before["table"], torch.tensor(1000.0))  # a rate that is small
    after["bias"][2] = -1e-8  # the only one that only falls
    after["query"] = -before["query"]  # the same sum of squares, and the sum 0 as before
    after["value"] = before["value"].flip(1)  # the same numbers at other places
    ask = "Is there a difference that your comparison cannot see?"
    answer = attempt(before, after)
    expect(
        isinstance(answer, list | tuple | set) and all(isinstance(name, str) for name in answer),
        f"A list of names is wanted; you returned {shown(answer)}.",
        "Which tensors have changed, by name?",
    )
    found = set(answer)
    expect(
        found != {"norm"},
        "You returned 'norm', the only tensor that is still what it was.",
        "Which of the two is asked for: what moved, or what stayed?",
    )
    by_place = zip(before, before.values(), after.values(), strict=True)
    expect(
        found != {name for name, old, new in by_place if not torch.equal(old, new)},
        "You compare by place, and the second state begins with 'norm', the first with 'prompt'.",
        "How do you find a name's own tensor in each of the two dictionaries?",
    )
    expect(
        "norm" not in found,
        "'norm' is called moved, but all its six numbers are what they were.",
        "Two equal tensors can be two objects. What do `is` and `==` compare?",
    )
    expect(
        found != set(),
        "Nothing has moved, you say; but all numbers of 'prompt' have grown by 1.",
        "What do you compare with what?",
    )
    for name, seen in (
        ("query", "every number of 'query' has changed its sign, which leaves its sum and its "
         "norm as they were"),
        ("value", "the numbers of 'value' have changed places, which leaves their sum as it was"),
        ("table", "the numbers of 'table' have moved by 0.00003 at most: hardly, but they moved"),
        ("bias", "one number of 'bias' has moved from 0 to -0.00000001: hardly, but it moved"),
        ("prompt", "all numbers of 'prompt' have grown by 1"),
    ):  # fmt: skip
        expect(name in found, f"You found {sorted(found)}; but {seen}.", ask)
    expect(
        found == set(moved_names(before, after)),
        f"You found {sorted(found)}, and wanted are {moved_names(before, after)}.",
        ask,
    )
    expect(
        not attempt(before, before),
        "For a model that has not moved at all you found something.",
        "What do you compare with what?",
    )
    expect(
        list(answer) == moved_names(before, after) and isinstance(answer, list),
        f"The names are right; wanted is a sorted list, and you returned {answer!r}.",
        "Which built-in function sorts?",
    )
