"""Checks of week1_2_embeddings, each after the course's own version of the exercise."""

import itertools
import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import exercise, expect, expect_close
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
        (p,
         f"You returned {yours.round(3)}: the predicted probabilities.",
         "Predicted minus what?"),
        (seen - p,
         f"You returned {yours.round(3)}: observed minus predicted. A step against it would make "
         "word 1 less likely.",
         "Raising the score of the observed word lowers the loss. Which sign must its gradient "
         "have?"),
        (scores - seen,
         f"You returned {yours.round(3)}: score minus observed.",
         "What turns scores into probabilities?"),
        (np.exp(scores) - seen,
         f"You returned {yours.round(3)}: e to the score, minus observed.",
         "What do your predictions sum to?"),
        (sigmoid(scores) - seen,
         "Your predictions are four separate yes-or-no probabilities; they sum to "
         f"{sigmoid(scores).sum():.2f}.",
         "Exactly one of the four words comes. Which function makes the four sum to 1?"),
    ])  # fmt: skip
    expect_close(
        yours,
        p - seen,
        "Entry {index} is {yours}; predicted minus observed is {expected}.",
        "Is 1 subtracted for the observed word, and for no other?",
    )
    expect_close(
        attempt(np.array([1000.0, 999.0, -1000.0]), 2),
        _score_gradient(np.array([1000.0, 999.0, -1000.0]), 2),
        "For scores as large as 1000, entry {index} is {yours} instead of {expected}.",
        "Softmax does not change when every score is lowered by the same amount. By how much?",
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
        (dots / 2,
         f"You returned {yours.round(3)}: only the query's length is divided out.",
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
    ])  # fmt: skip
    expect_close(
        yours,
        dots / rows / 2,
        "The cosine of row {index} and the query is {expected}; yours is {yours}.",
        "Dot product, divided by which two lengths?",
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
    yours = attempt(counts)
    row, column, total = counts.sum(axis=1, keepdims=True), counts.sum(axis=0), counts.sum()
    with np.errstate(divide="ignore"):
        pmi = np.log(counts * total / (row * column))
        unscaled = np.log(counts / (row * column))
    finite = np.where(counts > 0, pmi, 0)
    known_array(yours, [
        (ppmi(counts) / math.log(2),
         "You returned bits: entry (0, 0) is right in base 2.",
         "Which logarithm was asked for?"),
        (finite,
         f"Entry (1, 0) is {finite[1, 0]:.3f}: the two meet less often than by chance.",
         "What does the first P of PPMI stand for?"),
        (np.maximum(unscaled, 0),
         "Everything is 0: each count was divided by row sum times column sum.",
         "The counts of chance must sum to the same total as the counts. What is missing?"),
        (np.maximum(counts * total / (row * column), 1) - 1,
         f"Entry (0, 0) is {yours.flat[0]:.3f}: the ratio, minus 1.",
         "Which function is 0 where the ratio is 1, and is missing here?"),
        (np.where(counts > 0, np.maximum(counts * total / (row * column), 0), 0),
         f"Entry (0, 0) is {yours.flat[0]:.3f}: how many times more often than by chance.",
         "What is the I of PMI, the information, of such a ratio?"),
        (np.maximum(np.where(counts > 0, np.log(np.maximum(counts * 3 / row, 1e-9)), 0), 0),
         "Each count was compared with its row alone.",
         "By chance, a frequent neighbor is met more often. Which sum says how frequent?"),
    ])  # fmt: skip
    expect_close(
        yours,
        ppmi(counts),
        "Entry ({index}) is {yours}; ln(count · total / (row sum · column sum)) gives {expected}.",
        "What are the row sum, the column sum and the total for this entry?",
    )


def _training_pairs(documents: list[list[int]], window: int) -> list[tuple[int, int]]:
    return _pairs_with(documents, window, frozenset())


# The bugs of the debugging lab, and what the check says when one of them is still there.
BUGS = {
    "joined": ("a word is paired with words of the next document.",
               "In which loop must the index stay within one document?"),
    "oneself": ("a position is paired with itself.",
                "For which j is tokens[j] no neighbor but the center?"),
    "short": ("the farthest neighbor on the right is missing.",
              "Is the end of a range included?"),
    "wraps": ("the first words are paired with words from the end.",
              "What does tokens[-1] mean, and which start of the range avoids it?"),
}  # fmt: skip


def _pairs_with(
    documents: list[list[int]], window: int, bugs: frozenset[str]
) -> list[tuple[int, int]]:
    """All pairs (center, neighbor), with the given bugs of BUGS built in."""
    if "joined" in bugs:
        documents = [[token for document in documents for token in document]]
    pairs = []
    for tokens in documents:
        for i in range(len(tokens)):
            first = i - window if "wraps" in bugs else max(0, i - window)
            last = i + window - ("short" in bugs)
            for j in range(first, min(last, len(tokens) - 1) + 1):
                if (j != i or "oneself" in bugs) and -len(tokens) <= j:
                    pairs.append((tokens[i], tokens[j]))
    return pairs


@exercise(EMBEDDINGS, reference=_training_pairs)
def training_pairs(attempt: Attempt) -> None:
    """Compare with what each combination of bugs would return; the order of pairs is free."""
    documents, window = [[10, 11, 12, 13, 14], [20, 21, 22], [30, 30]], 2
    found = Counter((int(center), int(neighbor)) for center, neighbor in attempt(documents, window))
    right = Counter(_training_pairs(documents, window))
    if found != right:
        for number in range(1, len(BUGS) + 1):
            for bugs in itertools.combinations(BUGS, number):
                if found == Counter(_pairs_with(documents, window, frozenset(bugs))):
                    says, asks = BUGS[bugs[0]]
                    more = f" ({number - 1} more to find after that.)" if number > 1 else ""
                    raise Gap(f"You found {found.total()} pairs: {says}{more}", asks)
    for pair in sorted((found - right).keys()):
        raise Gap(
            f"You found {pair} {found[pair]} times; it should be there {right[pair]} times.",
            "Write down the neighbors of that center by hand. Where does the extra pair come from?",
        )
    for pair in sorted((right - found).keys()):
        raise Gap(
            f"The pair {pair} is missing.",
            "Which positions are at most 2 away from that center, left and right?",
        )
    expect(
        Counter(map(tuple, attempt(documents, 1))) == Counter(_training_pairs(documents, 1)),
        "With a window of 1 your pairs are not those of direct neighbors.",
        "Does your code use the window that it is given?",
    )


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
    center, neighbor = np.array([0.5, -1.0]), np.array([1.0, 0.5])
    noise = np.array([[0.2, 0.4], [-0.6, 0.9], [1.0, 1.0]])
    given = {"center": center, "neighbor": neighbor, "noise": noise}
    yours = attempt(**given)
    expect(
        len(yours) == 3,
        f"You returned {len(yours)} things, not three gradients.",
        "Which three arrays went in?",
    )
    yours = [np.asarray(part, dtype=float) for part in yours]
    for part, (name, array) in zip(yours, given.items(), strict=True):
        expect(
            part.shape == array.shape,
            f"The gradient for {name} has shape {part.shape}, {name} itself {array.shape}.",
            "A gradient has one number for each number that it is about. Which of yours are summed "
            "or missing?",
        )
    right = _negative_sampling_gradients(**given)
    error, noise_error = sigmoid(center @ neighbor) - 1, sigmoid(noise @ center)
    known_array(yours[0], [
        (-right[0],
         "Your gradients point the other way: observed minus predicted.",
         "What is the predicted probability of the neighbor, what was observed, and which is "
         "subtracted from which?"),
        (error * neighbor,
         "Your gradient for center holds the neighbor's part only.",
         "The center vector appears in how many terms of the loss?"),
        (error * neighbor + noise_error @ noise / 3,
         "In your gradient for center the noise words are averaged.",
         "Does the loss contain a sum or a mean over the noise words?"),
        (error * neighbor + (noise_error - 1) @ noise,
         "The noise words are treated like neighbors: predicted minus 1.",
         "What was observed for a noise word, 1 or 0?"),
        ((center @ neighbor - 1) * neighbor + (noise @ center) @ noise,
         "Your errors use the dot products themselves.",
         "Which function turns a dot product into the probability of a yes?"),
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


def _solve_analogy(vectors: np.ndarray, a: int, b: int, c: int, exclude_inputs: bool = True) -> int:
    units = unit(vectors)
    scores = units @ (units[b] - units[a] + units[c])
    if exclude_inputs:
        scores[[a, b, c]] = -np.inf
    return int(scores.argmax())


# Eight words: a, b, c, five others. The right row is 7, and each known mistake leads to its own.
ANALOGY = np.array(
    [[-2.8, -18.5, 5.8], [2.0, 5.6, 2.1], [-0.2, 4.8, 0.8], [-1.1, 0.4, 0.5],
     [0.7, 1.1, 2.2], [-0.5, 0.7, 0.7], [0.3, 0.6, -0.4], [0.7, 0.8, 0.1]]
)  # fmt: skip


@exercise(EMBEDDINGS, reference=_solve_analogy)
def solve_analogy(attempt: Attempt) -> None:
    """Vectors for which every known mistake gives another answer than the right one."""
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
    right = _solve_analogy(vectors, 0, 1, 2, True)
    for answer, says, asks in (
        (backward, "a and b have changed places: a − b + c.",
         "Adding what to man leads to king? And then to woman?"),
        (alone, "that is the row nearest to c alone.", "Where do a and b enter?"),
        (raw, "the vectors were added at their own lengths, so that long ones count more.",
         "At which length should a, b and c enter the sum?"),
        (long, "the answers were compared by dot product, so that a long vector wins.",
         "What makes a dot product a cosine?"),
    ):  # fmt: skip
        if yours == answer != right:
            raise Gap(f"Your answer is {yours}, not {right}: {says}", asks)
    expect_close(
        yours,
        right,
        "Your answer is {yours}; the row nearest to b − a + c by cosine is {expected}.",
        "Print the scores. Are they cosines with b − a + c, and is the largest taken?",
    )
    expect_close(
        attempt(vectors, 0, 1, 2, False),
        _solve_analogy(vectors, 0, 1, 2, False),
        "With exclude_inputs=False your answer is {yours} instead of {expected}.",
        "Does your code look at exclude_inputs?",
    )
