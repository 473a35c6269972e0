"""What week1_2's check of training pairs compares with: pairs with every combination of bugs."""

import itertools
from collections import Counter
from numbers import Real

from course_utils.checks import values
from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import expect

# What the check says when a bug is still there; the first four are those of the debugging lab.
BUGS = {
    "joined": ("a word is paired with words of the next document.",
               "In which loop must the index stay within one document?"),
    "oneself": ("a position is paired with itself.",
                "For which j is tokens[j] no neighbor but the center?"),
    "short": ("the farthest neighbor on the right is missing.",
              "Is the end of a range included?"),
    "wraps": ("the first words are paired with words from the end.",
              "What does tokens[-1] mean, and which start of the range avoids it?"),
    "first": ("a word that comes twice in its document gets its first place both times.",
              "At which position does your code stand when the word comes again?"),
}  # fmt: skip


def good_pairs(documents: list[list[int]], window: int) -> list[tuple[int, int]]:
    """All pairs (center, neighbor) at most `window` apart, document by document.

    >>> good_pairs([[5, 6], [7]], window=2)
    [(5, 6), (6, 5)]
    """
    return pairs_with(documents, window, frozenset())


def pairs_with(
    documents: list[list[int]], window: int, bugs: frozenset[str]
) -> list[tuple[int, int]]:
    """All pairs (center, neighbor), with the given bugs of BUGS built in."""
    if "joined" in bugs:
        documents = [[token for document in documents for token in document]]
    pairs = []
    for tokens in documents:
        for place, token in enumerate(tokens):
            i = tokens.index(token) if "first" in bugs else place
            start = i - window if "wraps" in bugs else max(0, i - window)
            last = i + window - ("short" in bugs)
            for j in range(start, min(last, len(tokens) - 1) + 1):
                if (j != i or "oneself" in bugs) and -len(tokens) <= j:
                    pairs.append((token, tokens[j]))
    return pairs


def counted(answer: list) -> Counter:
    """Count each pair of a learner's list; raise Gap at the first entry that is no pair of ids."""
    for pair in answer:
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise Gap(
                f"An entry of your list, {values.short(pair)}, is no pair (center, neighbor).",
                "What should one entry of the list hold?",
            )
        for name, part in zip(("center", "neighbor"), pair, strict=True):
            expect(
                isinstance(part, Real),
                f"The pair {values.short(pair)} holds {values.kind(part)} as its {name}.",
                "How many pairs does a center with four neighbors make?",
            )
    return Counter((int(center), int(neighbor)) for center, neighbor in answer)


def diagnose_pairs(attempt: Attempt) -> None:
    """Raise the Gap of the first difference; the order of the pairs is free."""
    documents, window = [[10, 11, 12, 13, 14], [20, 21, 22], [30, 30], [40, 41, 40, 42]], 2
    found, right = counted(attempt(documents, window)), Counter(good_pairs(documents, window))
    for number in range(1, len(BUGS) + 1) if found != right else ():
        for bugs in itertools.combinations(BUGS, number):
            if found == Counter(pairs_with(documents, window, frozenset(bugs))):
                says, asks = BUGS[bugs[0]]
                more = f" ({number - 1} more to find after that.)" if number > 1 else ""
                raise Gap(f"You found {found.total()} pairs: {says}{more}", asks)
    expect(
        found != Counter(good_pairs(documents[:1], window)),
        "You found all pairs of the first document, and none of the others.",
        "After which loop does your function return?",
    )
    expect(
        found != Counter(good_pairs(documents[-1:], window)),
        "You found all pairs of the last document, and none of the others.",
        "Before which loop must the list be made?",
    )
    for pair in sorted((found - right).keys()):
        raise Gap(
            f"You found {pair} {times(found[pair])}; it should be there {times(right[pair])}.",
            "Write down the neighbors of that center by hand. Where does the extra pair come from?",
        )
    for pair in sorted((right - found).keys()):
        expect(
            not found[pair],
            f"You found {pair} {times(found[pair])}; it should be there {times(right[pair])}.",
            "Can two different positions give the same pair of words?",
        )
        raise Gap(
            f"The pair {pair} is missing.",
            "Which positions are at most 2 away from that center, left and right?",
        )
    expect(
        counted(attempt([[], *documents], 2)) == right,
        "With an empty document in front, your pairs are others.",
        "How many pairs does a document without words make?",
    )
    expect(
        counted(attempt(documents, 1)) == Counter(good_pairs(documents, 1)),
        "With a window of 1 your pairs are not those of direct neighbors.",
        "Does your code use the window that it is given?",
    )


def times(number: int) -> str:
    """Write a number of times: "1 time", "2 times"."""
    return f"{number} time{'' if number == 1 else 's'}"
