"""What week1_2's check of analogies compares with: tables on which each mistake answers its own."""

import numpy as np

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import expect, expect_close
from course_utils.models.word_vectors import unit

# Nine words: a, b, c, six others. The right row is 8, and each known mistake leads to its own.
ANALOGY = np.array(
    [[-2.8, -18.5, 5.8], [2.0, 5.6, 2.1], [-0.2, 4.8, 0.8], [-1.1, 0.4, 0.5],
     [0.7, 1.1, 2.2], [0.1, -0.1, 0.6], [-0.5, 0.7, 0.7], [0.3, 0.6, -0.4], [0.7, 0.8, 0.1]]
)  # fmt: skip
# Six words: every row that may answer has a negative cosine. The right row is 3.
NEGATIVE = np.array(
    [[1.0, 0.0, 0.0], [0.64, 0.77, 0.0], [0.64, -0.77, 0.0],
     [-0.2, 0.98, 0.0], [-0.9, 0.1, 0.4], [-0.6, -0.8, 0.0]]
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


def judge_analogies(attempt: Attempt) -> None:
    """Raise the Gap of the first difference, on both tables."""
    vectors, units = ANALOGY, unit(ANALOGY)
    yours = attempt(vectors, 0, 1, 2, True)
    if yours in (0, 1, 2):
        raise Gap(
            f"Your answer is {yours}, one of the three words of the question.",
            "With exclude_inputs=True, what must happen to the scores of a, b and c?",
        )
    allowed = np.arange(len(vectors)) > 2
    backward = np.where(allowed, units @ (units[0] - units[1] + units[2]), -np.inf).argmax()
    alone = np.where(allowed, units @ units[2], -np.inf).argmax()
    raw = np.where(allowed, units @ (vectors[1] - vectors[0] + vectors[2]), -np.inf).argmax()
    target = units[1] - units[0] + units[2]
    long = np.where(allowed, vectors @ target, -np.inf).argmax()
    right = answer(vectors, 0, 1, 2, True)
    for known, says, asks in (
        (backward, "a and b have changed places: a − b + c.",
         "Adding what to man leads to king? And then to woman?"),
        (alone, "that is the row nearest to c alone.", "Where do a and b enter?"),
        (raw, "the vectors were added at their own lengths, so that long ones count more.",
         "At which length should a, b and c enter the sum?"),
        (long, "the answers were compared by dot product, so that a long vector wins.",
         "What makes a dot product a cosine?"),
        (right - 3, "the rows after a deleted one have moved.",
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
    expect_close(
        attempt(vectors, 0, 1, 2, False),
        answer(vectors, 0, 1, 2, False),
        "With exclude_inputs=False your answer is {yours} instead of {expected}.",
        "Does your code look at exclude_inputs?",
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
