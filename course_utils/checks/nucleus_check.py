"""The check of nucleus in week5_1_pretraining: which tokens stay, and with which probability."""

import numpy as np

from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import expect, expect_close
from course_utils.checks.messages import known, told
from course_utils.generation import nucleus

WHOLE = "Which probabilities does your sum run over, and in which order?"


def diagnose_nucleus(attempt: Attempt) -> None:
    """Raise the Gap of the first thing that is wrong with the nucleus."""
    p = np.array([0.0625, 0.5, 0.125, 0.25, 0.0625, 0.0])  # sums of halves are exact
    with told(
        ("is nan",),
        "With share 0.4 nothing was left, and 0 divided by 0 is nan: the most likely token, 0.5, "
        "is more than the share by itself.",
        "The token that reaches the share belongs to the nucleus. Does your comparison ask about "
        "the sum before a token or after it? (If the right one stays: is the array that you fill "
        "one of whole numbers?)",
    ):
        first = attempt(p, 0.4)
    expect(
        not np.allclose(first, 0),
        "With share 0.4 no token was kept, not even the most likely one, 0.5.",
        "The token that reaches the share belongs to the nucleus. What does your sum hold when "
        "the first token is judged?",
    )
    with told(
        ("is nan",),
        "With share 0.7 nothing was left: no token has as much as 0.7 by itself.",
        "Do you compare each probability with the share, or their sum?",
    ):
        yours = attempt(p, 0.7)
    right = np.array([0, 2 / 3, 0, 1 / 3, 0, 0])
    mistakes = [
        (right * 0.75 / 0.7, "The right tokens stay, but you divided by the share, 0.7.",
         "What do the kept ones sum to, before you divide?"),
        (np.array([1 / 9, 8 / 9, 0, 0, 0, 0]),
         "You kept tokens 0 and 1: a condition in falling order was used on the array as it was.",
         "The first two of the order are tokens 1 and 3. How does order name them?"),
        (np.array([1 / 3, 0, 0, 2 / 3, 0, 0]),
         "2/3 and 1/3 are right, but they stand at tokens 3 and 0: indexing with order a second "
         "time does not undo it.",
         "To put a sorted array back: kept[order] = … or … = sorted[order]?"),
        (np.array([0, 4, 1, 2, 0, 0]) / 7,
         "You kept one token too many: 0.5 and 0.25 had reached 0.7, and 0.125 came in all the "
         "same.",
         "Does your code look at the sum before it adds the next token?"),
        (right * 0.75, "The right tokens stay, but they sum to 0.75.",
         "What must a distribution sum to, and by what do you divide?"),
        (np.sort(right)[::-1], "Your probabilities are sorted; token 1 has to keep its place.",
         "A token is known by its place in the array. How do you go back from the order?"),
        (np.array([0, 1.0, 0, 0, 0, 0]),
         "With share 0.7 only the first token, 0.5, was kept: that is less than 0.7.",
         "The token that reaches the share belongs to the nucleus. Does it stay in yours?"),
        (p / p.sum(), "All tokens stay: nothing was cut off.",
         "At which token does the sum of the most likely ones reach 0.7?"),
        (np.where(p < 0.5, p, 0) / 0.5, "The least likely tokens were kept, not the most likely.",
         "In which direction does your sort go?"),
    ]  # fmt: skip
    known(yours, mistakes)
    expect(
        np.isclose(yours.sum(), 1),
        f"Your probabilities sum to {yours.sum():.3f}, not to 1.",
        "By what must the kept ones be divided?",
    )
    kept = np.flatnonzero(yours).tolist()
    expect(
        kept == [1, 3],
        f"With share 0.7 you kept the tokens {kept} of 0.0625, 0.5, 0.125, 0.25, 0.0625 and 0; "
        "tokens 1 and 3 have 0.75 together.",
        WHOLE,
    )
    expect_close(yours, right, "Token {index} should get {expected}; you returned {yours}.",
                 "Do the kept tokens keep their proportions?")  # fmt: skip
    flat = np.full(8, 0.125)
    kept = len(np.flatnonzero(attempt(flat, 0.5)))
    expect(
        kept < 8,
        "Of eight tokens with 0.125 each, share 0.5 keeps four; you kept all eight.",
        "Does your code compare each probability with a limit, instead of their sum?",
    )
    exact = attempt(p, 0.75)
    expect(
        len(np.flatnonzero(exact)) == 2,
        f"With share 0.75 you kept {len(np.flatnonzero(exact))} tokens, but the two most likely "
        "ones have exactly 0.75.",
        "Is the share reached when the sum equals it?",
    )
    kept = len(np.flatnonzero(attempt(flat, 0.5)))
    expect(
        kept == 4,
        f"Of eight tokens with 0.125 each, share 0.5 keeps four; you kept {kept}.",
        "What does your code do with equal probabilities?",
    )
    for share in (1.0, 0.8):
        expect_close(
            attempt(p, share),
            nucleus(p, share),
            f"With share {share}, token {{index}} should get {{expected}}; you returned {{yours}}.",
            WHOLE,
        )
    kept = len(np.flatnonzero(attempt(flat, 1.0)))
    expect(
        kept == 8,
        f"With share 1.0 all eight tokens with 0.125 each stay; you kept {kept}.",
        "Does your loop reach the last token of the order?",
    )
    many = np.random.default_rng(0).dirichlet(np.full(50, 0.2))
    expect_close(
        attempt(many, 0.8),
        nucleus(many, 0.8),
        "For 50 tokens and share 0.8, token {index} should get {expected}; you returned {yours}.",
        "Which number in your code belongs to the first example only?",
    )
    with told(
        ("out of bounds", "out of range"),
        "Your loop ran past the last token: the 50 rounded probabilities sum to a hair less than "
        "1, so a share of 1.0 is never reached.",
        "What ends your loop when there is no token left?",
    ):
        yours = attempt(many, 1.0)
    expect_close(
        yours,
        many,
        "With share 1.0 all 50 tokens stay; token {index} should get {expected}, yours is {yours}.",
        "The 50 rounded probabilities may sum to a hair less than 1. What does your code do if "
        "the sum never reaches the share?",
    )
