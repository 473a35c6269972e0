"""Checks of week1_2_embeddings, each after the course's own version of the exercise."""

import math

import numpy as np

from course_utils.checks.analogies import answer, diagnose_analogies
from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import exercise, expect, expect_close
from course_utils.checks.messages import known, told, without_warnings
from course_utils.checks.sampled_gradients import diagnose_sampling_gradients, sampling_gradients
from course_utils.checks.word_pairs import diagnose_pairs, good_pairs
from course_utils.models.cooccurrence import ppmi
from course_utils.models.word2vec import sigmoid
from course_utils.models.word_vectors import unit

EMBEDDINGS = "week1_2_embeddings"


def _score_gradient(scores: np.ndarray, observed: int) -> np.ndarray:
    powers = np.exp(scores - scores.max())
    gradient = powers / powers.sum()
    gradient[observed] -= 1
    return gradient


@exercise(EMBEDDINGS, reference=_score_gradient)
def score_gradient(attempt: Attempt) -> None:
    """Four words, the second one observed; every forgotten step gives other numbers."""
    scores, seen = np.array([1.0, 0.0, -1.0, 2.0]), np.array([0.0, 1.0, 0.0, 0.0])
    yours = attempt(scores, 1)
    p = np.exp(scores) / np.exp(scores).sum()
    known(yours, [
        (p, f"You returned {yours.round(3)}: the predicted probabilities.",
         "Predicted minus what?"),
        (seen - p,
         f"You returned {yours.round(3)}: observed minus predicted. A step against it would make "
         "word 1 less likely.",
         "Raising the score of the observed word lowers the loss. Which sign must its gradient "
         "have?"),
        (scores - seen, f"You returned {yours.round(3)}: score minus observed.",
         "What turns scores into probabilities?"),
        (np.exp(scores) - seen, f"You returned {yours.round(3)}: e to the score, minus observed.",
         "What do your predictions sum to?"),
        (sigmoid(scores) - seen,
         "Your predictions are four separate yes-or-no probabilities; they sum to "
         f"{sigmoid(scores).sum():.2f}.",
         "Exactly one of the four words comes. Which function makes the four sum to 1?"),
        (p - 1,
         f"You returned {yours.round(3)}: the id of the observed word is subtracted everywhere.",
         "For how many of the four words is y equal to 1?"),
        ((p - seen) / 4,
         f"You returned {yours.round(3)}: predicted minus observed, divided by 4.",
         "The loss is that of one prediction. What does your code take a mean over?"),
        (scores - (p - seen),
         f"You returned {yours.round(3)}: the scores after a step.",
         "A step subtracts something from the scores. What?"),
        (np.exp(scores - seen) / np.exp(scores - seen).sum(),
         f"You returned {yours.round(3)}: the 1 was subtracted before softmax.",
         "From what is the observed subtracted, from scores or from probabilities?"),
        (-seen / p,
         f"You returned {yours.round(3)}: the change of the loss with each probability.",
         "A probability changes with every score. How does the loss change with each score?"),
        (scores / scores.sum() - seen,
         f"You predict {(yours + seen).round(3)}: scores divided by their sum. One is negative.",
         "What makes every score positive before the division?"),
    ])  # fmt: skip
    predicted = yours + seen
    expect(
        np.allclose(predicted, p, rtol=1e-6)
        or (predicted <= 0).any()
        or abs(predicted.sum() - 1) > 1e-3,
        f"You subtract 1 for the observed word from {predicted.round(4)}; softmax gives "
        f"{p.round(4)}.",
        "What does your code do to the scores before, or to the result after, e to the power s?",
    )
    expect_close(
        yours,
        p - seen,
        "Entry {index} is {yours}; predicted minus observed is {expected}.",
        "What is predicted for this word, and what was observed?",
    )
    for size, says, extreme in (
        ("large as 1000", "a power is too large to write, and infinite / infinite is nan",
         ([1000.0, 999.0, -1000.0], [1000.0, -1000.0, -1000.0, -1000.0], [-1000.0, 1000.0, 999.0])),
        ("low as -1000", "all powers come out as 0, and 0 / 0 is nan",
         ([-1000.0, -1001.0, -1002.0],)),
    ):  # fmt: skip
        for scores in map(np.array, extreme):
            with told(
                ("] is nan",),
                f"For scores as {size}, your result holds nan: {says}.",
                "Which score must be subtracted from all, so that the largest power is exactly 1?",
            ):
                yours = attempt(scores, 2)
            expect_close(
                yours,
                _score_gradient(scores, 2),
                f"For scores as {size}, entry {{index}} is {{yours}} instead of {{expected}}.",
                "Softmax does not change when the same number is subtracted from every score. "
                "Which number is safe?",
            )


def _cosine_similarities(vectors: np.ndarray, query: np.ndarray) -> np.ndarray:
    return unit(vectors) @ unit(query)


@exercise(EMBEDDINGS, reference=_cosine_similarities)
def cosine_similarities(attempt: Attempt) -> None:
    """Lengths 5, 1, 2 and 0 and a query of length 2, so that each missing division shows."""
    vectors = np.array([[3.0, 4.0], [0.0, 1.0], [-2.0, 0.0], [1.0, 1.0]])
    query = np.array([1.2, 1.6])
    yours = attempt(vectors, query)
    rows, columns = np.linalg.norm(vectors, axis=1), np.linalg.norm(vectors, axis=0)
    dots = vectors @ query
    known(yours, [
        (dots,
         f"You returned {yours.round(3)}: plain dot products. The first is above 1.",
         "A cosine does not change when a vector is made longer. What must be divided out?"),
        (dots / rows,
         f"You returned {yours.round(3)}; the query has length 2 and still counts.",
         "Whose length have you not divided by?"),
        (dots / 2, f"You returned {yours.round(3)}: only the query's length is divided out.",
         "Row 0 has length 5. Where does that enter?"),
        ((vectors / columns) @ query / 2,
         f"You returned {yours.round(3)}: columns were scaled, not rows.",
         "A word is a row. Along which axis is its length summed?"),
        (1 - dots / rows / 2,
         f"You returned {yours.round(3)}: one minus the cosine, which is small for near words.",
         "Equal directions should give which number?"),
        (dots / rows**2 / 4,
         f"You returned {yours.round(3)}: the lengths were divided out squared.",
         "A row and the query that point the same way have the cosine 1. Which root is missing?"),
        (np.sort(dots / rows / 2)[::-1],
         "Your cosines are sorted, so that nobody knows any more which row has which.",
         "The answer has one place for each row. In which order?"),
        (np.maximum(dots / rows / 2, 0),
         "You returned 0 for the row that points away from the query.",
         "Which cosine do two opposite directions have?"),
        (np.abs(dots / rows / 2),
         "You returned only positive cosines.",
         "What do two opposite directions have?"),
        (np.arccos(np.clip(dots / rows / 2, -1, 1)),
         f"You returned {yours.round(3)}: angles, 0 for the same direction.",
         "What is the cosine of the angle 0?"),
        (dots / np.linalg.norm(vectors) / 2,
         "All rows were divided by one number, the length of the whole table.",
         "With which `axis` does `np.linalg.norm` give one length for each row?"),
    ])  # fmt: skip
    expect_close(
        yours,
        dots / rows / 2,
        "The cosine of row {index} and the query is {expected}; yours is {yours}.",
        "Dot product, divided by which two lengths?",
    )
    expect_close(
        attempt(np.array([[0.3, 0.4]]), query),
        np.array([1.0]),
        "A row shorter than 1, (0.3, 0.4), gives {yours} with a query of the same direction.",
        "Which lengths does your code replace, and which should it?",
    )
    with without_warnings("Which division causes it, and what can a length of 0 be replaced by?"):
        expect_close(
            attempt(np.array([[0.0, 0.0], [0.0, 3.0]]), query),
            np.array([0.0, 0.8]),
            "Row {index} gives {yours} instead of {expected}. (A vector of zeros has no direction; "
            "its cosine counts as 0.)",
            "What can you divide a length of 0 by instead?",
        )


@exercise(EMBEDDINGS, reference=ppmi)
def positive_pmi(attempt: Attempt) -> None:
    """Counts whose row and column sums differ, with a pair below chance and one that never met."""
    counts = np.array([[6.0, 2.0, 0.0], [1.0, 1.0, 2.0]])
    with without_warnings("Which number that reaches the logarithm, or the division, causes it?"):
        _judge_pmi(attempt(counts), counts)


def _judge_pmi(yours: np.ndarray, counts: np.ndarray) -> None:
    row, column, total = counts.sum(axis=1, keepdims=True), counts.sum(axis=0), counts.sum()
    with np.errstate(divide="ignore"):
        pmi = np.log(counts * total / (row * column))
    finite = np.where(counts > 0, pmi, 0)
    known(yours, [
        (ppmi(counts) / math.log(2),
         "You returned bits: entry (0, 0) is right in base 2.",
         "Which logarithm was asked for?"),
        (finite,
         f"Entry (1, 0) is {finite[1, 0]:.3f}: the two meet less often than by chance.",
         "What does the first P of PPMI stand for?"),
        (np.zeros(counts.shape),
         "Everything is 0, yet the pair (0, 0) was met 6 times, and chance gives "
         "8 · 7 / 12 = 4.67.",
         "The counts of chance must sum to the same total as the counts. What does your code "
         "divide 6 by?"),
        (np.maximum(counts * total / (row * column), 1) - 1,
         f"Entry (0, 0) is {yours.flat[0]:.3f}: the ratio, minus 1.",
         "Which function is 0 where the ratio is 1, and is missing here?"),
        (np.where(counts > 0, np.maximum(counts * total / (row * column), 0), 0),
         f"Entry (0, 0) is {yours.flat[0]:.3f}: how many times more often than by chance.",
         "What is the I of PMI, the information, of such a ratio?"),
        (np.maximum(np.where(counts > 0, np.log(np.maximum(counts * 3 / row, 1e-9)), 0), 0),
         "Each count was compared with its row alone.",
         "By chance, a frequent neighbor is met more often. Which sum says how frequent?"),
        (np.log(np.maximum(counts * 2 / column, 1)),
         "Each count was compared with its column alone.",
         "A frequent center meets every neighbor more often. Which sum says how frequent?"),
        (np.log(np.maximum(counts * total / row * column, 1)),
         f"Entry (0, 0) is {yours.flat[0]:.3f}: the count was multiplied by its column sum.",
         "In which order does Python compute a / b * c?"),
        (ppmi(counts) / math.log(10),
         "You returned logarithms to base 10: entry (0, 0) is right in that base.",
         "Which logarithm was asked for?"),
        (np.log1p(counts * total / (row * column)),
         f"Entry (0, 0) is {yours.flat[0]:.3f}: the logarithm of 1 + ratio.",
         "A pair that meets as often as by chance has the ratio 1. Which PMI has it?"),
        (np.maximum(counts - row * column / total, 0),
         f"Entry (0, 0) is {yours.flat[0]:.3f}: the count, minus what chance gives.",
         "PMI asks how many times as often as by chance. Which operation answers that?"),
    ])  # fmt: skip
    expect_close(
        yours,
        ppmi(counts),
        "Entry ({index}) is {yours}; ln(count · total / (row sum · column sum)) gives {expected}.",
        "What are the row sum, the column sum and the total for this entry?",
    )


@exercise(EMBEDDINGS, reference=good_pairs)
def training_pairs(attempt: Attempt) -> None:
    """Compare with what each combination of bugs would return; the order of pairs is free."""
    diagnose_pairs(attempt)


@exercise(EMBEDDINGS, reference=sampling_gradients)
def negative_sampling_gradients(attempt: Attempt) -> None:
    """Known mistakes first, then every number against the loss itself, nudged."""
    diagnose_sampling_gradients(attempt)


@exercise(EMBEDDINGS, reference=answer)
def solve_analogy(attempt: Attempt) -> None:
    """Vectors for which every known mistake gives another answer than the right one."""
    diagnose_analogies(attempt)
