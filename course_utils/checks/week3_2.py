"""Checks of week3_2_seq2seq, each after the course's own version of the exercise."""

import math
from numbers import Real

import numpy as np

from course_utils.checks.alignment_rate import diagnose_rate
from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.beam_step import diagnose_step, extended
from course_utils.checks.exercise import exercise, expect, expect_close
from course_utils.checks.messages import known, told
from course_utils.checks.padded_loss import diagnose_loss, honest_loss
from course_utils.translation_scores import alignment_error_rate as _alignment_error_rate
from course_utils.translation_scores import clipped_matches as _clipped_matches

SEQ2SEQ = "week3_2_seq2seq"
WRITTEN, MEANT = "the cat the cat on the mat", "the cat is on the mat"


@exercise(SEQ2SEQ, reference=honest_loss)
def batch_loss(attempt: Attempt) -> None:
    """Compare with what each combination of bugs would return."""
    diagnose_loss(attempt)


@exercise(SEQ2SEQ, reference=_clipped_matches)
def clipped_matches(attempt: Attempt) -> None:
    """A hypothesis that repeats itself, so that clipping, counting and n all show."""
    hypothesis, reference = WRITTEN.split(), MEANT.split()
    yours = tuple(attempt(hypothesis, reference, 1))
    expect(
        len(yours) == 2,
        f"You returned {len(yours)} numbers.",
        "Which two numbers does the precision divide?",
    )
    for part in yours:
        expect(
            isinstance(part, Real),
            f"Of the two that you returned, one is of type {type(part).__name__}, not a number.",
            "What adds up the counts in it?",
        )
    mistakes = {
        (7, 5): (
            "You returned 7 and 5, in this order: first come the matches, then all n-grams.",
            "Which of the two can never be larger than the other?",
        ),
        (4, 7): (
            "You found 4 matches: different words. But the reference has the twice.",
            "How often does a word match that both sentences repeat?",
        ),
        (7, 7): (
            "You found 7 matching words of 7: the reference has only one cat.",
            "At most how often may each word count?",
        ),
        (4, 4): (
            "You counted 4 different words of 4, so repetitions count once.",
            "Which container keeps how often something occurs?",
        ),
        (5, 6): (
            "You found 5 of 6, but the hypothesis has 7 words.",
            "Precision is a share of what was written. Whose n-grams are in the denominator?",
        ),
        (5, 5): (
            "Both of your numbers are 5: the matches were divided by themselves.",
            "How many n-grams did the hypothesis write in all?",
        ),
    }
    if yours in mistakes:
        raise Gap(*mistakes[yours])
    if all(0 <= part <= 1 for part in yours):
        raise Gap(f"You returned {yours}: shares.", "BLEU adds up counts first. Which counts?")
    expect(
        yours == (5, 7),
        f"Of the 7 words, 5 match (the twice, cat, on, mat), but you returned {yours}.",
        "Count them on paper: the, cat, the, cat, on, the, mat against the reference.",
    )
    for n, right in ((2, (3, 6)), (3, (1, 5)), (4, (0, 4))):
        yours = tuple(attempt(hypothesis, reference, n))
        if yours == (5, 7):
            raise Gap(
                f"For n = {n} you returned the numbers of n = 1.", "Where does n enter your code?"
            )
        if yours[1] == 7:
            raise Gap(
                f"For n = {n} you counted 7 n-grams, but 7 words hold only {right[1]}.",
                "At which word does the last n-gram begin?",
            )
        expect(
            yours == right,
            f"For n = {n} you returned {yours}, not {right}.",
            f"Write down the {right[1]} n-grams of the hypothesis. Which are in the reference?",
        )
    expect(
        tuple(attempt(["a", "b"], ["a", "b"], 4)) == (0, 0),
        f"Two words hold no 4-gram, but you returned {tuple(attempt(['a', 'b'], ['a', 'b'], 4))}.",
        "What does your range do when n is larger than the sentence?",
    )
    yours = tuple(attempt(["the", "cat"], ["the", "cat", "and", "the", "dog"], 1))
    expect(
        yours == (2, 2),
        f"For the cat against the cat and the dog you returned {yours}: the hypothesis writes the "
        "only once.",
        "An n-gram counts at most as often as the reference has it, and as who else has it?",
    )
    yours = tuple(attempt(["b", "a"], ["a", "b"], 2))
    expect(
        yours == (0, 1),
        f"For b a against a b and n = 2 you returned {yours}.",
        "Are (b, a) and (a, b) the same bigram?",
    )
    yours = tuple(attempt(["very", "very", "Good"], ["very", "very", "good"], 1))
    expect(
        yours == (2, 3),
        f"For very very Good against very very good you returned {yours}, not (2, 3): very stands "
        "there twice, side by side, and Good is another word than good.",
        "Do you compare whole words of the two lists, exactly as they are written?",
    )
    hypothesis, reference = ["a", "bc", "cats"], ["ab", "c", "cat", "cats"]
    yours = tuple(attempt(hypothesis, reference, 1))
    expect(
        yours == (1, 3),
        f"For a bc cats against ab c cat cats you returned {yours}: only cats is a word of both; "
        "a stands inside another word.",
        "Do you compare words, or pieces of one long string?",
    )
    yours = tuple(attempt(hypothesis, reference, 2))
    expect(
        yours == (0, 2),
        f"For n = 2 the pairs a bc and ab c are different, but glued together they are not: you "
        f"returned {yours}.",
        "What keeps the border between two words?",
    )


def _attend_one(query: np.ndarray, keys: np.ndarray, values: np.ndarray) -> np.ndarray:
    scores = keys @ query
    weights = np.exp(scores - scores.max())
    return weights / weights.sum() @ values


@exercise(SEQ2SEQ, reference=_attend_one)
def attend_one(attempt: Attempt) -> None:
    """Scores 1, 0 and 2; values unlike the keys, and of another width."""
    query = np.array([1.0, 2.0])
    keys = np.array([[1.0, 0.0], [-2.0, 1.0], [0.0, 1.0]])
    values = np.array([[1.0, 0.0, 0.0], [0.0, 10.0, 0.0], [0.0, 0.0, 100.0]])
    scores = keys @ query
    weights = np.exp(scores) / np.exp(scores).sum()
    with told(
        ("has shape (2,)",),
        "Your result has shape (2,), the width of a key.",
        "What is summed at the end, keys or values?",
    ):
        yours = attempt(query, keys, values)
    mistakes = [
        (weights, "You returned the weights themselves.", "What do the weights weigh?"),
        (scores @ values, "Your values were weighted by the raw scores 1, 0 and 2.",
         "Which step makes scores positive, with sum 1?"),
        (np.exp(scores) @ values, f"Your weights sum to {np.exp(scores).sum():.2f}, not to 1.",
         "What divides the exponentials in a softmax?"),
        (scores / scores.sum() @ values, "Your weights are the scores divided by their sum.",
         "What would become of a negative score? Which function comes before the division?"),
        (weights / weights.max() @ values,
         "Your largest weight is 1: the exponentials were divided by the largest of them.",
         "Over which number do shares that sum to 1 stand?"),
        (values.mean(axis=0),
         "Every value has the same weight, 1/3, although the scores are 1, 0 and 2.",
         "Do your weights depend on the query?"),
        (values[2], "Only the value with the largest score is left.",
         "Attention is soft: which share do the other two get?"),
        (_attend_one(query / math.sqrt(2), keys, values),
         "Your scores are divided by the root of 2, the width of the query.",
         "That comes next week. What does the task say a score is?"),
        (weights[:, None] * values, "You returned three weighted values.",
         "What is left to do with them?"),
        (weights @ values / 3, "Your sum was divided by 3 once more.",
         "The weights already sum to 1. What do you need a mean for?"),
    ]  # fmt: skip
    known(yours, mistakes)
    expect_close(
        yours,
        weights @ values,
        "The scores are 1, 0, 2 and the weights 0.245, 0.09, 0.665; entry {index} of your context "
        "is {yours} instead of {expected}.",
        "Print your scores and your weights: which of the two differs?",
    )
    expect_close(
        attempt(query * 0.3, keys, values),
        _attend_one(query * 0.3, keys, values),
        "With scores 0.3, 0 and 0.6 entry {index} of your context is {yours} instead of "
        "{expected}.",
        "What does your code do with scores that are no whole numbers?",
    )
    with told(
        ("is nan", "Your result[0] is"),
        "With scores around 1,000 your result is not a number: the exponential overflows.",
        "Softmax does not change when the same number is subtracted from all scores. Which one?",
    ):
        large = attempt(query * 500, keys, values)
    expect_close(
        large,
        _attend_one(query * 500, keys, values),
        "With scores 500, 0 and 1,000 entry {index} of your context is {yours}, not {expected}.",
        "What remains of the softmax when one score is far above the others?",
    )
    with told(
        ("is nan", "Your result[0] is"),
        "With scores -4,000, -3,000 and -5,000, all far below 0, your result is not a number.",
        "Which score must become 0, so that no exponential overflows and not all vanish? "
        "Subtract the largest score.",
    ):
        low = attempt(query * 1000, -keys - 1, values)
    expect_close(
        low,
        values[1],
        "With scores -4,000, -3,000 and -5,000 entry {index} of your context is {yours}, not "
        "{expected}.",
        "Which score is the largest of the three?",
    )
    expect_close(
        attempt(query, keys[:1], values[:1]),
        values[0],
        "With one key there is one weight, 1; entry {index} of your context is {yours} instead of "
        "{expected}.",
        "Does your code assume a number of keys?",
    )


@exercise(SEQ2SEQ, reference=_alignment_error_rate)
def alignment_error_rate(attempt: Attempt) -> None:
    """Every part of the formula has its own size; then repetitions, sets and empty alignments."""
    diagnose_rate(attempt)


@exercise(SEQ2SEQ, reference=extended)
def extend_beam(attempt: Attempt) -> None:
    """Totals, order and width each show."""
    diagnose_step(attempt)
