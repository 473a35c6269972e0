"""The exercise truncated_gradient of week3_1_rnns: a sum through time, and how it goes wrong."""

import numpy as np

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import expect_close


def echo(u: float, w: float, x: list[float]) -> list[float]:
    """The states of the echo, h_0 = 0 first."""
    states = [0.0]
    for value in x:
        states.append(float(np.tanh(u * states[-1] + w * value)))
    return states


def cut_off(u: float, w: float, x: list[float], k: int) -> float:
    """The derivative of h_T by u, with at most k terms."""
    states = echo(u, w, x)
    total, path = 0.0, 1.0
    for t in range(len(x), max(0, len(x) - k), -1):
        path *= 1 - states[t] ** 2  # through the tanh of step t
        total += path * states[t - 1]
        path *= u
    return total


def diagnose_truncated(attempt: Attempt) -> None:
    """Three inputs of different size, so that every missing factor shows; then five."""
    u, w, x = 0.8, 1.5, [1.0, -0.5, 0.25]
    h = echo(u, w, x)
    one = attempt(u, w, x, 1)
    for seen, says, asks in (
        (h[2], "is h_2: the slope of the last tanh is missing", "What is the derivative of tanh"),
        ((1 - h[3] ** 2) * h[3], "holds h_3 where h_2 belongs", "What does u multiply in step 3"),
        (
            (1 - h[2] ** 2) * h[2],
            "has the slope of step 2",
            "At which of the states is the slope of the last tanh taken",
        ),
        ((1 - h[3] ** 2) * x[2], "is the derivative by w", "Which of the two does u multiply"),
        (
            (1 - np.tanh(h[3]) ** 2) * h[2],
            "takes the tanh of h_3, which is a tanh already",
            "What is the slope in terms of h_3 itself",
        ),
        (
            u * (1 - h[3] ** 2) * h[2],
            "has a factor u too many",
            "What is the derivative of u h_2 by u",
        ),
        (
            cut_off(u, 1.0, x, 1),
            "comes from states computed without w",
            "What multiplies each input on its way into the state",
        ),
        (
            (1 - round(h[3], 3) ** 2) * round(h[2], 3),
            "comes from states of three digits",
            "Which function rounded them (echo does, for printing)",
        ),
        (
            0.0,
            "adds no term, or one whose state is zero",
            "Are all states computed forward, whatever k is, and the terms counted from the last",
        ),
        (
            cut_off(u, w, x, 3),
            "goes through more than one step although k is 1",
            "Where does your loop end",
        ),
    ):
        if abs(one - seen) < 1e-9:
            raise Gap(f"With k = 1, your {one:.4f} {says}.", f"{asks}?")
    expect_close(
        one,
        cut_off(u, w, x, 1),
        "With k = 1 only the last step counts: (1 - h_3²) h_2 = {expected}; you returned {yours}.",
        "What is the derivative of tanh(u h_2 + w x_3) by u if h_2 is a constant?",
    )
    two, slope = attempt(u, w, x, 2), 1 - h[3] ** 2
    for seen, says, asks in (
        (slope * (1 - h[2] ** 2) * u * h[1], "lacks the term of step 3", "Is it added or replaced"),
        (
            slope * h[2] + (1 - h[2] ** 2) * h[1],
            "adds the terms of the two steps as if step 2 acted on h_3 directly",
            "Through which factors does h_2 act on h_3",
        ),
        (
            slope * h[2] + slope * (1 - h[2] ** 2) * h[1],
            "lacks the factor u on the way from step 3 to step 2",
            "What is the derivative of h_3 by h_2",
        ),
        (
            slope * h[2] + u * (1 - h[2] ** 2) * h[1],
            "lacks the slope of step 3 in the way to step 2",
            "What is the derivative of h_3 by h_2",
        ),
        (
            slope * h[2] + slope * w * (1 - h[2] ** 2) * h[1],
            "has w on the way from step 3 to step 2",
            "What is the derivative of h_3 by h_2",
        ),
        (one, "is what k = 1 gave", "Which line repeats, and from which end does it count"),
    ):
        if abs(two - seen) < 1e-9:
            raise Gap(f"With k = 2, your {two:.4f} {says}.", f"{asks}?")
    three, right = attempt(u, w, x, 3), cut_off(u, w, x, 3)
    if abs(three - right - u**2 * slope * (1 - h[2] ** 2) * (1 - h[1] ** 2) * h[3]) < 1e-9:
        raise Gap(
            f"With k = 3, your {three:.4f} has h_3 where h_0 belongs.",
            "What stands at index -1 of your list of states?",
        )
    for k in (2, 3, 9):
        expect_close(
            attempt(u, w, x, k),
            cut_off(u, w, x, k),
            f"With k = {k} and three inputs you returned {{yours}} instead of {{expected}}.",
            "How many steps are there to go back through, and what does each multiply by?",
        )
    x = [1.0, -0.5, 0.25, 0.75, -1.0]  # of three inputs the third term is zero, because h_0 is
    h = echo(u, w, x)
    *_, s3, s4, s5 = (1 - state**2 for state in h)
    three, two = attempt(u, w, x, 3), cut_off(u, w, x, 2)
    for third, says, asks in (
        (0.0, "has no third term", "Which line of your code repeats"),
        (
            s5 * s4 * s3 * u * h[2],
            "has the factor u only once in its third term",
            "What is the derivative of h_5 by h_3",
        ),
        (
            s4 * u * s3 * h[2],
            "lacks a slope and a u in its third term",
            "What is the derivative of h_5 by h_3",
        ),
    ):
        if abs(three - two - third) < 1e-9:
            raise Gap(f"With k = 3 and five inputs, your {three:.4f} {says}.", f"{asks}?")
    for k in (3, 4):
        expect_close(
            attempt(u, w, x, k),
            cut_off(u, w, x, k),
            f"With k = {k} and five inputs you returned {{yours}} instead of {{expected}}.",
            "The third term has three slopes and two factors u. Which has yours?",
        )
