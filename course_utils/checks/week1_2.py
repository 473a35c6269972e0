"""Checks of week1_2_embeddings, each after the course's own version of the exercise."""

import math
import warnings
from collections.abc import Sequence

import numpy as np

from course_utils.checks.analogies import answer, judge_analogies
from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import exercise, expect, expect_close
from course_utils.checks.messages import told
from course_utils.checks.word_pairs import good_pairs, judge_pairs
from course_utils.models.cooccurrence import ppmi
from course_utils.models.word2vec import sigmoid
from course_utils.models.word_vectors import unit

EMBEDDINGS = "week1_2_embeddings"


def known_array(yours: np.ndarray, mistakes: Sequence[tuple[np.ndarray, str, str]]) -> None:
    """Raise the Gap of the first mistake whose array `yours` equals, if there is one."""
    for value, says, asks in mistakes:
        if np.shape(yours) == np.shape(value) and np.allclose(yours, value, rtol=1e-6, atol=1e-9):
            raise Gap(says, asks)


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
    known_array(yours, [
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
         ([1000.0, 999.0, -1000.0], [1000.0, -1000.0, -1000.0, -1000.0])),
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
    known_array(yours, [
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
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yours = attempt(counts)
    row, column, total = counts.sum(axis=1, keepdims=True), counts.sum(axis=0), counts.sum()
    with np.errstate(divide="ignore"):
        pmi = np.log(counts * total / (row * column))
    finite = np.where(counts > 0, pmi, 0)
    known_array(yours, [
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
    expect(
        not caught,
        f"Your numbers are right, but NumPy warned: {caught[0].message if caught else ''}.",
        "Which number that reaches the logarithm, or the division, causes it?",
    )


@exercise(EMBEDDINGS, reference=good_pairs)
def training_pairs(attempt: Attempt) -> None:
    """Compare with what each combination of bugs would return; the order of pairs is free."""
    judge_pairs(attempt)


def _negative_sampling_gradients(
    center: np.ndarray, neighbor: np.ndarray, noise: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    error = sigmoid(center @ neighbor) - 1
    noise_error = sigmoid(noise @ center)
    for_center = error * neighbor + noise_error @ noise
    return for_center, error * center, np.outer(noise_error, center)


def _sampling_loss(center: np.ndarray, neighbor: np.ndarray, noise: np.ndarray) -> float:
    kept = np.log(sigmoid(center @ neighbor)) + np.log(sigmoid(-noise @ center)).sum()
    return float(-kept)


@exercise(EMBEDDINGS, reference=_negative_sampling_gradients)
def negative_sampling_gradients(attempt: Attempt) -> None:
    """Known mistakes first, then every number against the loss itself, nudged."""
    center, neighbor = np.array([0.5, -1.0]), np.array([1.0, 0.8])
    noise = np.array([[0.2, 0.4], [-0.6, 0.9], [1.0, 1.0]])
    given = {"center": center, "neighbor": neighbor, "noise": noise}
    yours = attempt(**given)
    expect(
        len(yours) == 3,
        f"You returned {len(yours)} things, not three gradients.",
        "Which three arrays went in?",
    )
    try:
        yours = [np.asarray(part, dtype=float) for part in yours]
    except (TypeError, ValueError):
        raise Gap(
            "One of your three gradients is no array of numbers.",
            "Has each of its rows the same length, and does each entry hold one number?",
        ) from None
    for part, (name, array) in zip(yours, given.items(), strict=True):
        expect(
            part.shape == array.shape,
            f"The gradient for {name} has shape {part.shape}, {name} itself {array.shape}.",
            "A gradient has one number for each number that it is about. Which of yours are summed "
            "or missing?",
        )
    right = _negative_sampling_gradients(**given)
    error, noise_error = sigmoid(center @ neighbor) - 1, sigmoid(noise @ center)
    outputs = np.vstack([neighbor, noise])
    softmax = np.exp(outputs @ center) / np.exp(outputs @ center).sum()
    known_array(yours[0], [
        (-right[0], "Your gradients point the other way: observed minus predicted.",
         "What is the predicted probability of the neighbor, what was observed, and which is "
         "subtracted from which?"),
        (error * neighbor, "Your gradient for center holds the neighbor's part only.",
         "The center vector appears in how many terms of the loss?"),
        (error * neighbor + noise_error @ noise / 3,
         "In your gradient for center the noise words are averaged.",
         "Does the loss contain a sum or a mean over the noise words?"),
        (error * neighbor + noise_error[-1] * noise[-1],
         "In your gradient for center only the last noise word counts.",
         "Does your loop add, or does it begin again with each noise word?"),
        (3 * error * neighbor + noise_error @ noise,
         "Your gradient for center holds the neighbor's part three times.",
         "Which part belongs before the loop over the noise words?"),
        (error * neighbor - noise_error @ noise,
         "Your error of a noise word is −σ(u · v); for the noise words the sign is turned.",
         "The loss holds σ(−u · v). What does that inner minus do to the derivative?"),
        (noise_error @ noise - error * neighbor,
         "Your error of the neighbor is 1 − σ(u · v), observed minus predicted.",
         "Predicted minus observed, for the noise words and for the neighbor: what is that here?"),
        ((error + 1) * neighbor + noise_error @ noise,
         "Your error of the neighbor is σ(u · v): predicted, and nothing subtracted.",
         "What was observed for the neighbor, 1 or 0?"),
        (-(error + error**2) * neighbor + noise_error * (1 - noise_error) @ noise,
         "Your errors are σ(1 − σ), the slope of the sigmoid.",
         "The loss is a logarithm of σ. What is the slope of −ln σ(x)?"),
        (error * neighbor + (noise_error - 1) @ noise,
         "The noise words are treated like neighbors: predicted minus 1.",
         "What was observed for a noise word, 1 or 0?"),
        ((center @ neighbor - 1) * neighbor + (noise @ center) @ noise,
         "Your errors use the dot products themselves.",
         "Which function turns a dot product into the probability of a yes?"),
        (right[1], "Your first gradient is the one for neighbor.",
         "In which order did center, neighbor and noise go in?"),
        (softmax @ outputs - neighbor,
         "Your predictions are a softmax: together they sum to 1.",
         "Here are K + 1 separate questions, each with yes or no. Which function answers one?"),
        (center - right[0], "You returned the vectors after a step, not the gradients.",
         "What does a step subtract from a vector?"),
        (error * neighbor + (1 - noise_error) @ noise,
         "Your error of a noise word is σ(-u · v), the probability that noise is no neighbor.",
         "Predicted minus observed: what is predicted for a noise word, and what was observed?"),
    ])  # fmt: skip
    known_array(yours[1], [
        (error * (center - right[0]),
         "Your gradient for neighbor was computed with a center that had moved.",
         "Does the loss hold the center before its step, or after it?"),
    ])  # fmt: skip
    for part, (name, array) in zip(yours, given.items(), strict=True):
        for index in np.ndindex(array.shape):
            ends = []
            for nudge in (1e-5, -1e-5):
                nudged = {key: value.copy() for key, value in given.items()}
                nudged[name][index] += nudge
                ends.append(_sampling_loss(**nudged))
            slope = (ends[0] - ends[1]) / 2e-5
            place = ", ".join(map(str, index))
            expect_close(
                float(part[index]),
                slope,
                f"Nudging {name}[{place}] changes the loss {{expected}} times as much; your "
                "gradient there is {yours}.",
                "Predicted minus observed, times which other vector?",
                tolerance=1e-5,
            )


@exercise(EMBEDDINGS, reference=answer)
def solve_analogy(attempt: Attempt) -> None:
    """Vectors for which every known mistake gives another answer than the right one."""
    judge_analogies(attempt)
