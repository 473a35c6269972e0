"""The debugging lab of week3_2_seq2seq: the loss of a padded batch, and what its bugs return."""

import itertools
import math

import numpy as np

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import expect_close
from course_utils.checks.messages import known, told
from course_utils.tokenizers import PAD


def honest_loss(log_probabilities: np.ndarray, rows: np.ndarray) -> float:
    """Mean loss in nats of the tokens that are predicted, padding left out."""
    return loss_with(log_probabilities, rows, frozenset())


def loss_with(log_probabilities: np.ndarray, rows: np.ndarray, bugs: frozenset[str]) -> float:
    """The loss with some of BUGS built in."""
    if "not shifted" in bugs:
        predicted, targets = log_probabilities, rows
    else:
        predicted, targets = log_probabilities[:, :-1], rows[:, 1:]
    chosen = -np.take_along_axis(predicted, targets[..., None], axis=-1)[..., 0]
    counted = np.ones(targets.shape) if "padding counted" in bugs else (targets != PAD) * 1.0
    if "no end" in bugs:
        counted = counted * (targets != 2)
    chosen = chosen * counted
    if "mean of means" in bugs:
        return float((chosen.sum(axis=1) / counted.sum(axis=1)).mean())
    return float(chosen.sum() / counted.sum())


BUGS = {
    "padding counted": (
        "padding is still counted as if it were words.",
        "Which targets has nobody to predict, and how do you leave them out of sum and count?",
    ),
    "not shifted": (
        "the model is scored on the token that it was given, not on the one after it.",
        "log_probabilities[b, t] is about the token after rows[b, t]. Where does that stand?",
    ),
    "mean of means": (
        "each sentence weighs the same, however long it is.",
        "How much should one token weigh, in a short sentence and in a long one?",
    ),
    "no end": (
        "<end> is not counted.",
        "Who teaches the model to stop, if not the loss of <end>?",
    ),
}


def diagnose_loss(attempt: Attempt) -> None:
    """Three sentences of different length, and what each combination of bugs returns."""
    rows = np.array([[1, 3, 4, 5, 3, 2], [1, 5, 2, PAD, PAD, PAD], [1, 4, 3, 2, PAD, PAD]])
    random = np.random.default_rng(0)
    table = np.log(random.dirichlet(np.ones(6), size=rows.shape))
    with told(
        ("broadcast together", "boolean index did not match"),
        "Two of your arrays do not have the same number of columns.",
        "One column of rows is never predicted, and one of log_probabilities predicts nothing. "
        "Are both gone, and does the mask fit what is left?",
    ):
        yours = attempt(table, rows)
    right = honest_loss(table, rows)
    total = right * 10
    next_losses = -np.take_along_axis(table[:, :-1], rows[:, 1:, None], axis=-1)[..., 0]
    given = -np.take_along_axis(table, rows[..., None], axis=-1)[:, 1:, 0]
    rolled = -np.take_along_axis(table, np.roll(rows, -1, axis=1)[..., None], axis=-1)[..., 0]
    known(yours, [
        (-right, f"You returned {yours:.4g}: the sign is wrong.", "Can surprise be negative?"),
        (total, f"You returned {yours:.4g}: the sum of all losses.", "A mean over what?"),
        (total / 3, f"You returned {yours:.4g}: the sum was divided by the number of sentences.",
         "Ten tokens are predicted here. What should divide their sum?"),
        (total / 13,
         f"You returned {yours:.4g}: the sum was divided by 13, the tokens with <start>.",
         "Which token of each row is never predicted?"),
        (total / 15, f"You returned {yours:.4g}: padding adds nothing to your sum, but the sum was "
         "divided by all 15 places.", "Which places does your denominator count?"),
        (right / math.log(2), f"You returned {yours:.4g}: right, but in bits.", "Which base?"),
        (math.exp(right), f"You returned {yours:.4g}: the perplexity of the mean loss.",
         "In which unit does the task want the loss?"),
        (float(next_losses[rows[:, :-1] != PAD].mean()),
         f"You returned {yours:.4g}: the mask asks which inputs are padding.",
         "The target after <end> is padding. Whose padding must not count?"),
        (float(given[rows[:, 1:] != PAD].mean()),
         f"You returned {yours:.4g}: both arrays lost their first column, so each place is "
         "still scored on the token that it was given.",
         "Which column of log_probabilities is about rows[:, 1]?"),
        (float(next_losses[:, :-1][rows[:, 1:-1] != PAD].mean()),
         f"You returned {yours:.4g}: the last column of rows is never counted.",
         "What stands in the last column of the longest sentence?"),
        (float(rolled[np.roll(rows, -1, axis=1) != PAD].mean()),
         f"You returned {yours:.4g}: the last place of a full row predicts <start>.",
         "np.roll brings the first token back at the end. Who predicts <start>?"),
    ])  # fmt: skip
    for number in range(1, 4):
        for bugs in itertools.combinations(BUGS, number):
            if math.isclose(yours, loss_with(table, rows, frozenset(bugs)), rel_tol=1e-9):
                says, asks = BUGS[bugs[0]]
                more = f" ({number - 1} more to find after that.)" if number > 1 else ""
                raise Gap(f"You returned {yours:.4g}: {says}{more}", asks)
    expect_close(
        yours,
        right,
        "You returned {yours}; the mean loss of the ten tokens is {expected}.",
        "Which ten places of rows are predicted, and which place of log_probabilities predicts "
        "each of them?",
    )
    certain = table.copy()
    certain[0, 0] = np.where(np.arange(6) == rows[0, 1], 0.0, -50.0)  # probability 1
    expect_close(
        attempt(certain, rows),
        honest_loss(certain, rows),
        "When the model is certain of the first word, and right, you returned {yours} instead of "
        "{expected}: the loss of this token is 0, but it counts.",
        "How do you tell padding from a token that costs nothing?",
    )
    expect_close(
        attempt(table[:1], rows[:1]),
        honest_loss(table[:1], rows[:1]),
        "For one sentence without padding you returned {yours} instead of {expected}.",
        "Does your code need padding to work?",
    )
