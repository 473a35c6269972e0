"""Judging a list of tokens: is it one, does it spell its text, and which mistake does it show?"""

from collections.abc import Callable, Mapping

from course_utils.checks import values
from course_utils.checks.attempt import Gap
from course_utils.checks.exercise import expect


def compare(
    yours: list, right: list, asks: str, mistakes: Mapping[str, str], show: Callable = " / ".join
) -> None:
    """Raise a Gap unless `yours` equals `right`; `show` writes an answer in one line.

    `mistakes` holds, for answers that tell what went wrong, what to say: lines, the last one a
    question. Any other wrong answer gets the question `asks`.
    """
    if yours == right:
        return
    expect(
        not isinstance(yours, tuple),
        f"Your function returned a tuple: {values.short(yours)}.",
        "How do you make a list of it?",
    )
    kind = values.kind(right[0]) if right else "a string"
    for item in yours:
        found = "a tuple" if isinstance(item, tuple) else values.kind(item)
        expect(
            found == kind,
            f"Your list holds {values.short(item)}, which is {found}, and each entry is {kind}.",
            "Which line makes it?",
        )
    answer = (show(yours) or values.short(yours)) if yours else "an empty list"
    if yours and answer in mistakes:
        raise Gap(f"You returned {answer}.", *mistakes[answer].split("\n"))
    raise Gap(f"You returned {answer}, not {show(right) or 'an empty list'}.", asks)


def spells(tokens: list[str], text: str) -> None:
    """Raise a Gap unless the tokens, joined, are the text."""
    expect(
        not all(isinstance(token, str) for token in tokens) or "".join(tokens) == text,
        f"You returned {tokens}: joined, {''.join(map(str, tokens))!r} instead of {text!r}.",
        "Which line loses, doubles or moves a character?",
    )
