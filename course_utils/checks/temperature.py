"""The check of with_temperature in week1_3_ngrams: powers, zeros and very small temperatures."""

import math

import numpy as np

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import expect, expect_close
from course_utils.checks.messages import told
from course_utils.generation import apply_temperature


def check_zero(yours: np.ndarray, temperature: float) -> None:
    """Raise the Gap of a last token that had probability 0 and no longer has it."""
    expect(
        yours[3] == 0,
        f"At temperature {temperature} the last token, which had probability 0, "
        f"has {yours[3]:.2g}: a zero must stay exactly 0.",
        "What does your code add to a zero, or put in its place?",
    )


def diagnose_temperature(attempt: Attempt) -> None:
    """Raise the Gap of the first temperature at which the answer differs."""
    probabilities = np.array([0.5, 0.25, 0.25, 0.0])
    yours = attempt(probabilities, 0.5)
    expect(
        math.isclose(yours.sum(), 1, rel_tol=1e-6),
        f"Your probabilities sum to {yours.sum():.3f}, not to 1.",
        "What is the denominator of the formula for?",
    )
    softmax = np.exp(probabilities / 0.5) / np.exp(probabilities / 0.5).sum()
    asks = (
        "The formula raises probabilities to a power. Where does your code exponentiate them?"
        if np.allclose(yours, softmax)
        else "Which step before the division makes something of a zero?"
    )
    expect(
        yours[3] < 0.01,
        f"The last token had probability 0 and now has {yours[3]:.2g}.",
        asks,
    )
    check_zero(yours, 0.5)
    if np.allclose(yours, apply_temperature(probabilities, 2)):
        raise Gap(
            f"At temperature 0.5 you returned {yours.round(3)}: flatter than before, not sharper.",
            "Is the exponent the temperature, or one over it?",
        )
    if np.allclose(yours, probabilities):
        raise Gap(
            "At temperature 0.5 nothing changed.",
            "Which step of your code uses the temperature, and what does the division by the sum "
            "leave of it?",
        )
    expect_close(
        yours,
        [2 / 3, 1 / 6, 1 / 6, 0.0],
        "At temperature 0.5, 1/2, 1/4 and 1/4 are squared and scaled: entry {index} should be "
        "{expected}, yours is {yours}.",
        "What is one over the temperature here, and what do the powers sum to?",
    )
    for temperature in (2, 100):
        yours = attempt(probabilities, float(temperature))
        expect_close(
            yours[:3],
            apply_temperature(probabilities, temperature)[:3],
            f"At temperature {temperature}, entry {{index}} should be {{expected}}, "
            "yours is {yours}.",
            f"What is your exponent at temperature {temperature}?",
        )
        check_zero(yours, temperature)
    expect_close(
        attempt(np.array([0.0, 0.25, 0.75]), 0.5),
        [0.0, 0.1, 0.9],
        "For probabilities of 0, 0.25 and 0.75 at temperature 0.5, entry {index} should be "
        "{expected}, yours is {yours}.",
        "Does your code assume that the likeliest token stands first?",
    )
    many = np.append(np.full(46, 0.02), [0.04, 0.04])  # 48 tokens; a tie at the top
    asks = "What is 0.04 to the power of 1000 in floating point, and what can be divided out first?"
    with told(
        ("is nan",),
        "At temperature 0.001, for 46 tokens of 0.02 and two of 0.04, you returned nan.",
        asks,
    ):
        yours = attempt(many, 0.001)
    if sorted(yours[-2:]) == [0, 1]:
        raise Gap(
            f"At temperature 0.001 you gave {yours[-2:]} to the last two tokens, "
            "but these two tokens are equally likely: 0.04 each.",
            "What does the formula give two equal probabilities, at any temperature?",
        )
    expect_close(
        yours,
        apply_temperature(many, 0.001),
        "At temperature 0.001, for 46 tokens of 0.02 and two of 0.04, entry {index} is {yours} "
        "instead of {expected}.",
        asks,
    )
