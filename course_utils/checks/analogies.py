"""What week1_2's check of analogies compares with: tables on which each mistake answers its own."""

import numpy as np

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import expect, expect_close
from course_utils.models.word_vectors import unit

# Fourteen words: a, b, c, eleven others. The right row is 10, and each known mistake leads to a row
# of its own. (Where two share one, what is said of it is true of both.)
ANALOGY = np.array(
    [[-1.0, 0.7, -1.5], [0.0, -1.0, 0.0], [0.9, -0.3, -0.3], [-5.9, -0.6, 1.2], [1.0, 0.1, 1.4],
     [0.0, 0.3, 2.0], [-1.5, 1.0, -0.7], [0.6, 0.8, 0.4], [-0.4, -2.4, -0.9], [-0.5, -0.2, 0.6],
     [-0.1, -0.8, -0.1], [18.1, 7.5, 5.1], [-4.3, 3.3, -1.4], [6.6, 1.1, 1.4]]
)  # fmt: skip
OTHERS = (13, 5, 11)  # another question on these words; the right row is 4
# Six words: every row that may answer has a negative cosine. The right row is 3.
NEGATIVE = np.array(
    [[1.0, 0.0, 0.0], [0.64, 0.77, 0.0], [0.64, -0.77, 0.0],
     [-0.2, 0.98, 0.0], [-0.9, 0.1, 0.4], [-0.6, -0.8, 0.0]]
)  # fmt: skip
# Six words: b − a + c is so long that every row that may answer has a dot product below −1.
LONG = np.array(
    [[-1.0, 0.2, 0.0], [0.9, 0.4, 0.0], [0.9, -0.4, 0.1],
     [-0.8, 0.5, 0.3], [-0.7, 0.6, -0.2], [-1.0, -0.1, 0.4]]
)  # fmt: skip


def answer(vectors: np.ndarray, a: int, b: int, c: int, exclude_inputs: bool = True) -> int:
    """The row nearest to b − a + c by cosine.

    >>> answer(np.array([[1, 0], [0, 1], [1, 0.1], [0.1, 1]]), 0, 1, 2)
    3
    """
    units = unit(vectors)
    scores = units @ (units[b] - units[a] + units[c])
    if exclude_inputs:
        scores[[a, b, c]] = -np.inf
    return int(scores.argmax())


def diagnose_analogies(attempt: Attempt) -> None:
    """Raise the Gap of the first difference, on both tables."""
    vectors, units = ANALOGY, unit(ANALOGY)
    yours = attempt(vectors, 0, 1, 2, True)
    expect(
        isinstance(yours, int | np.integer),
        f"You returned {yours}, which is no whole number.",
        "The answer is a row, and a list of words takes no fraction. What does argmax return?",
    )
    if yours in (0, 1, 2):
        raise Gap(
            f"Your answer is {yours}, one of the three words of the question.",
            "With exclude_inputs=True, what must happen to the scores of a, b and c?",
        )
    allowed, (a, b, c) = np.arange(len(vectors)) > 2, units[:3]
    columns = vectors / np.linalg.norm(vectors, axis=0)

    def best(scores: np.ndarray) -> int:
        return int(np.where(allowed, scores, -np.inf).argmax())

    right = answer(vectors, 0, 1, 2, True)
    for known, says, asks in (
        (best(units @ (a - b + c)), "that is the row nearest to a − b + c.",
         "Adding what to man leads to king? And then to woman?"),
        (best(units @ (a + b - c)), "that is the row nearest to a + b − c.",
         "The step leads from a to b. Which of the three words is subtracted?"),
        (best(units @ (b - a - c)), "that is the row nearest to b − a − c.",
         "From which word does the step from a to b set out?"),
        (best(units @ (a + b + c)), "that is the row nearest to a + b + c.",
         "What is the step from a to b, written with vectors?"),
        (best(-(units @ (b - a + c))), "that is the row farthest from b − a + c.",
         "Is a large cosine near or far?"),
        (best(columns @ (columns[1] - columns[0] + columns[2])),
         "that is the row if columns are scaled to length 1, not rows.",
         "A word is a row. What does `unit` scale?"),
        (best(units @ c), "that is the row nearest to c alone.", "Where do a and b enter?"),
        (best(units @ (vectors[1] - vectors[0] + vectors[2])),
         "that is the row if the vectors are added at their own lengths, so that long ones "
         "count more.",
         "At which length should a, b and c enter the sum?"),
        (best(vectors @ (b - a + c)),
         "that is the row with the largest dot product, where a long vector wins.",
         "What makes a dot product a cosine?"),
        (right - 3, "that is its place after rows of the question have been deleted.",
         "Which word stands in that row of the whole table?"),
    ):  # fmt: skip
        if yours == known != right:
            raise Gap(f"Your answer is {yours}, not {right}: {says}", asks)
    expect_close(
        yours,
        right,
        "Your answer is {yours}; the row nearest to b − a + c by cosine is {expected}.",
        "Print the scores. Are they cosines with b − a + c, and is the largest taken?",
    )
    yours = attempt(vectors, 0, 1, 2, False)
    expect_close(
        yours,
        answer(vectors, 0, 1, 2, False),
        "With exclude_inputs=False your answer is {yours} instead of {expected}.",
        "Does your code look at exclude_inputs?"
        if yours == right
        else "Which rows may answer now, and how near is each of them?",
    )
    yours = attempt(vectors, *OTHERS, True)
    expect(
        yours not in OTHERS,
        f"Now a, b and c are rows {OTHERS}, and your answer is {yours}, one of the three.",
        "Which rows does your code leave out?",
    )
    expect_close(
        yours,
        answer(vectors, *OTHERS, True),
        f"Now a, b and c are rows {OTHERS}, and your answer is {{yours}}; the row nearest to "
        "b − a + c by cosine is {expected}.",
        "Which rows does your code take the three vectors from, and with what is each row "
        "compared?",
    )
    yours = attempt(NEGATIVE, 0, 1, 2, True)
    expect(
        yours not in (0, 1, 2),
        f"Your answer is {yours}, a word of the question: here every row that may answer has a "
        "negative cosine.",
        "Which score is smaller than every cosine, and do a, b and c all get it?",
    )
    expect_close(
        yours,
        3,
        "Your answer is {yours}, not {expected}: here every row that may answer has a negative "
        "cosine.",
        "With which number does your search for the largest begin?",
    )
    yours = attempt(LONG, 0, 1, 2, True)
    expect(
        yours not in (0, 1, 2),
        f"Your answer is {yours}, a word of the question: b − a + c is longer than 1 here, and its "
        "dot product with each of the other rows lies below −1.",
        "Which score is below every number?",
    )
    expect_close(
        yours,
        answer(LONG, 0, 1, 2, True),
        "Your answer is {yours}, not {expected}: b − a + c is longer than 1 here.",
        "With which number does your search for the largest begin?",
    )
