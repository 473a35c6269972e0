"""The exercise paper_step of week2_2: SGD with a decaying rate and a penalty, and its mistakes."""

import numpy as np

from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import expect, expect_close
from course_utils.checks.messages import known
from course_utils.checks.values import kind


def stepped(
    weights: dict[str, np.ndarray],
    gradients: dict[str, np.ndarray],
    t: int,
    first_rate: float,
    r: float,
    decay: float,
) -> dict[str, np.ndarray]:
    """The new weights; matrices are pulled toward 0, the biases b and d are not."""
    rate = first_rate / (1 + r * t)
    new = {}
    for name, value in weights.items():
        pull = 0 if name in ("b", "d") else decay * value
        new[name] = value - rate * (gradients[name] + pull)
    return new


def diagnose_step(attempt: Attempt) -> None:
    """Weights of 3 and biases of 2, gradients 2, rate 0.5 / (1 + 1.5) = 0.2 and decay 0.1."""
    weights = {name: np.array([[3.0]]) for name in "CHUW"}
    weights |= {name: np.array([2.0]) for name in "db"}
    gradients = {name: np.full_like(value, 2.0) for name, value in weights.items()}
    yours = attempt(weights, gradients, 5, 0.5, 0.3, 0.1)
    expect(
        yours.keys() == weights.keys(),
        f"Your result has the keys {sorted(yours)}, the weights have {sorted(weights)}.",
        "Does every array get a new value?",
    )
    for name, value in weights.items():
        found = tuple(getattr(yours[name], "shape", ()))
        expect(
            isinstance(yours[name], np.ndarray) and found == value.shape,
            f"Your new {name} is {kind(yours[name])}{f' of shape {found}' if found else ''}, "
            f"not a NumPy array of shape {value.shape}.",
            "Does the step keep each array's kind and shape?",
        )
    bias = yours["b"].item()
    ask_bias = "Which arrays does the penalty leave out?"
    known(bias, [
        (1.0, "b went from 2 to 1: the rate was 0.5.", "After t = 5 steps, what is it?"),
        (2.4, "b went up, from 2 to 2.4, although its gradient is +2.",
         "We minimize the NLL: along the gradient, or against it?"),
        (1.56, "b went from 2 to 1.56: it was decayed like a matrix.", ask_bias),
        (2 - 1 / 2.8, "b was changed with the rate of step 6.",
         "Does t count the updates before this one, or this one too?"),
        (2 - 1 / 6, "b was changed with the rate 0.5 / 6.",
         "Is it 1 + t that divides, or 1 + r t?"),
        (-2.0, "b went from 2 to -2: the rate was 0.5 / 1 + 0.3 * 5 = 2.",
         "Without parentheses, what is computed first?"),
        (0.4, "Your new b is 0.4, which is the step alone.", "From what is the step subtracted?"),
        (2 - 1 / 1.5,
         "b was changed with the rate 0.5 / (1 + 0.1 * 5): decay, 0.1, stands where r, "
         "0.3, belongs.", "Which of the two belongs to the rate, and which to the penalty?"),
        (2 - 0.7**5, "b was changed with a rate that shrinks by a factor each step.",
         "Is the paper's rate a power, or a fraction?"),
    ])  # fmt: skip
    expect_close(
        bias,
        1.6,
        "b went from 2 to {yours}; its gradient is 2 and the rate 0.5 / (1 + 0.3 * 5) = 0.2.",
        "What is subtracted from b?",
    )
    matrix = yours["C"].item()
    known(matrix, [
        (2.6, "C went from 3 to 2.6: no decay.", "What does R add to the gradient of C?"),
        (2.66, "C went from 3 to 2.66: the decay pushed it away from 0.",
         "Is R added to what we minimize, or subtracted?"),
        (2.48, "C was decayed by 2 λ θ.",
         "What is the derivative of (λ / 2) θ², with the 2 in front?"),
        (2.57, "C was decayed by λ θ / 2.", "What becomes of the 1/2 when θ² is differentiated?"),
        (2.51, "C was decayed by λ θ² / 2.", "Is that the penalty, or its derivative?"),
        (2.3, "C lost λ θ = 0.3 whatever the rate.",
         "Is the pull a part of the gradient, which the rate multiplies?"),
        (2.45, "C was decayed with the first rate, 0.5, in place of today's 0.2.",
         "By which rate is the whole gradient multiplied, pull included?"),
        (2.548, "C was first moved by its gradient, and the result was decayed.",
         "At which θ is the derivative of R taken: before the step, or after?"),
        (2.58, "C was decayed by λ alone.", "Is a large weight pulled harder than a small?"),
        (2.56, "C was decayed by λ times its gradient.",
         "Does the penalty depend on the gradient, or on the weight?"),
        (2.42, "C was decayed by r θ: r, 0.3, stands where decay, 0.1, belongs.",
         "Which of the two belongs to the rate, and which to the penalty?"),
    ])  # fmt: skip
    expect_close(
        matrix,
        2.54,
        "C went from 3 to {yours}, but 3 - 0.2 * (2 + 0.1 * 3) is 2.54.",
        "What is the whole gradient of NLL + R?",
    )
    weights = {name: np.full_like(value, 4.0) for name, value in weights.items()}
    gradients = {name: np.zeros_like(value) for name, value in weights.items()}
    yours = attempt(weights, gradients, 0, 1.0, 1.0, 0.5)
    for name in weights:
        expect_close(
            yours[name].item(),
            4.0 if name in "db" else 2.0,
            f"With zero gradients, rate 1 and λ = 0.5, {name} went from 4 to {{yours}}, "
            "not {expected}.",
            "Which of C, H, U, W, d and b belong to the penalty?",
        )
    weights = {"C": np.array([[1.0, -2.0]]), "b": np.array([0.5, 3.0])}
    gradients = {"b": np.array([2.0, -1.0]), "C": np.array([[-3.0, 0.5]])}
    weights |= {name: np.array([[1.0]]) for name in "HUW"} | {"d": np.array([1.0])}
    gradients |= {name: np.array([[1.0]]) for name in "HUW"} | {"d": np.array([1.0])}
    yours = attempt(weights, gradients, 0, 1.0, 1.0, 0.5)
    for name in ("b", "C", *"HUWd"):
        expect_close(
            yours[name],
            stepped(weights, gradients, 0, 1.0, 1.0, 0.5)[name],
            f"With rate 1 and λ = 0.5, {name}[{{index}}] became {{yours}}, not {{expected}}; "
            f"the weights are {weights[name].tolist()}, the gradients {gradients[name].tolist()}.",
            "Does each number use its own weight and its own gradient, with their signs?",
        )
