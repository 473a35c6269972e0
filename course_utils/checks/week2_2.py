"""Checks of week2_2_neural_language_model, each after the course's own version."""

import numpy as np

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import exercise, expect, expect_close
from course_utils.checks.messages import known_mistake
from course_utils.tokenizers import END, START

NOTEBOOK = "week2_2_neural_language_model"


def _parameters(V: int, n: int, m: int, h: int, direct: bool) -> int:
    x = (n - 1) * m
    total = V * m + h * x + h + V * h + V
    return total + V * x if direct else total


@exercise(NOTEBOOK, reference=_parameters)
def parameters(attempt: Attempt) -> None:
    """V 7, n 3, m 2, h 5: C 14, H 20, d 5, U 35, b 7, W 28; every wrong sum is another number."""
    yours = attempt(7, 3, 2, 5, False)
    shared = "Is there one table, or one for each place of the context?"
    mistakes = {
        109: ("You returned 109: W is counted although direct is False.", "What does direct say?"),
        67: ("You returned 67: the 14 numbers of C are missing.", "Are word vectors learned too?"),
        76: ("You returned 76: the 5 biases d are missing.", "What is added inside the tanh?"),
        74: ("You returned 74: the 7 biases b are missing.", "What is added to every score?"),
        69: ("You returned 69: the biases b and d are missing.", "What is added to Hx, and to y?"),
        91: (
            "You returned 91: x was taken to have n m = 6 numbers.",
            "How many words of an n-gram are context, and how many are predicted?",
        ),
        71: (
            "You returned 71: x was taken to have m = 2 numbers.",
            "The vectors of how many words stand in x?",
        ),
        95: ("You returned 95: C was counted n - 1 = 2 times.", shared),
    }
    known_mistake(yours, mistakes)
    expect_close(
        yours,
        81,
        "For V = 7, n = 3, m = 2, h = 5 without W you returned {yours}; "
        "C, H, d, U, b have 14 + 20 + 5 + 35 + 7 numbers.",
        "Which of the five differs in your sum?",
    )
    yours = attempt(7, 3, 2, 5, True)
    mistakes = {
        81: ("With direct=True you returned 81 again: W is missing.", "What is its shape?"),
        116: ("With direct=True you returned 116: U in place of W.", "Does W see x or the units?"),
        95: ("With direct=True you added V m = 14 for W.", "W reads all of x: how long is that?"),
    }
    known_mistake(yours, mistakes)
    expect_close(
        yours,
        109,
        "With direct=True you returned {yours}, not 81 + 28.",
        "What does one column of W belong to?",
    )
    yours = attempt(11, 5, 3, 2, True)
    expect_close(
        yours,
        _parameters(11, 5, 3, 2, True),
        "V 11, n 5, m 3, h 2 with W: you returned {yours} instead of {expected}.",
        "Which size did you take as fixed?",
    )


def _scores(
    context: list[int],
    C: np.ndarray,
    H: np.ndarray,
    d: np.ndarray,
    U: np.ndarray,
    b: np.ndarray,
    W: np.ndarray | None,
) -> np.ndarray:
    x = C[context].reshape(-1)
    y = b + U @ np.tanh(d + H @ x)
    return y if W is None else y + W @ x


@exercise(NOTEBOOK, reference=_scores)
def scores(attempt: Attempt) -> None:
    """Random arrays of different sizes; each wrong formula is computed beside the right one."""
    random = np.random.default_rng(3)
    C, H, d = random.normal(size=(5, 2)), random.normal(size=(3, 4)), random.normal(size=3)
    U, b, W = random.normal(size=(5, 3)), random.normal(size=5), random.normal(size=(5, 4))
    yours = attempt([3, 1], C, H, d, U, b, W)
    x, swapped = C[[3, 1]].reshape(-1), C[[1, 3]].reshape(-1)
    units = np.tanh(d + H @ x)
    y = b + U @ units + W @ x
    wrong = [
        (
            b + U @ np.tanh(d + H @ swapped) + W @ swapped,
            "Your y is that of the context [1, 3]: the words stand in the reverse order.",
            "Which row comes first in x?",
        ),
        (
            b + U @ np.tanh(d + H @ C[[3, 1]].T.reshape(-1)) + W @ C[[3, 1]].T.reshape(-1),
            "In your x the numbers of the two words alternate.",
            "Does a flattened C[context] keep the numbers of one word together?",
        ),
        (y - W @ x, "Your y lacks W x, although W is given.", "What do direct connections add?"),
        (y - b, "Your y lacks b.", "Which array has one number for each word?"),
        (
            b + U @ np.tanh(H @ x) + W @ x,
            "Your y is right but for d: it never enters.",
            "What is added to H x, and where?",
        ),
        (
            b + U @ (d + np.tanh(H @ x)) + W @ x,
            "In your code d is added after the tanh.",
            "What does the tanh in the formula enclose?",
        ),
        (
            b + U @ (d + H @ x) + W @ x,
            "Your y is linear in x: there is no tanh.",
            "Without a bend, how much more than W x can U H x say?",
        ),
        (
            b + np.tanh(U @ (d + H @ x)) + W @ x,
            "In your code the tanh bends U (d + H x).",
            "Are the hidden units bent, or the scores?",
        ),
        (
            np.exp(y) / np.exp(y).sum(),
            "Your result sums to 1: it is the softmax of the scores.",
            "The task asks for y: what comes before the softmax?",
        ),
    ]
    for other, says, asks in wrong:
        expect(not np.allclose(yours, other), says, asks)
    expect_close(
        yours,
        y,
        "y[{index}] is {yours}, but b + W x + U tanh(d + H x) is {expected} there.",
        "Which of the three terms differs?",
    )
    yours = attempt([3, 1], C, H, d, U, b, None)
    expect_close(
        yours,
        y - W @ x,
        "Without W, y[{index}] is {yours}, not {expected}.",
        "What stays of the formula when there are no direct connections?",
    )
    longer = random.normal(size=(3, 6)), random.normal(size=(5, 6))
    yours = attempt([0, 4, 4], C, longer[0], d, U, b, longer[1])
    expect_close(
        yours,
        _scores([0, 4, 4], C, longer[0], d, U, b, longer[1]),
        "For a context of three words, y[{index}] is {yours}, not {expected}.",
        "Did you take n - 1 = 2 as fixed?",
    )


def _windows(tokens: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    padded = np.concatenate([np.full(n - 1, START), tokens])
    contexts = np.stack([padded[t : t + n - 1] for t in range(len(tokens))])
    return contexts, tokens.copy()


@exercise(NOTEBOOK, reference=_windows)
def windows(attempt: Attempt) -> None:
    """A document of three tokens, each different, so every shift shows."""
    tokens = np.array([20, 21, END])
    yours = attempt(tokens, 3)
    expect(
        len(yours) == 2,
        f"You returned {len(yours)} values, not the pair contexts, targets.",
        "What does your return line hold?",
    )
    contexts, targets = yours
    for name, array, shape in (("contexts", contexts, (3, 2)), ("targets", targets, (3,))):
        if not isinstance(array, np.ndarray) or array.shape != shape:
            found = getattr(array, "shape", type(array).__name__)
            raise Gap(
                f"For 3 tokens and n = 3 your {name} have {found}, not the shape {shape}.",
                "How many predictions does a document of T tokens give, and what does each read?",
            )
    expect(
        targets.tolist() == [20, 21, END],
        f"Your targets are {targets.tolist()}, but every token of [20, 21, {END}] is predicted.",
        "Does the first token have a context, too? And who predicts <end>?",
    )
    rows = contexts.tolist()
    known = {
        "[[1, 20], [20, 21], [21, 2]]": (
            f"Your first context is {rows[0]}, and its target is 20: the target is in its context.",
            "At which index of the padded tokens does target t stand?",
        ),
        "[[1, 1], [20, 1], [21, 20]]": (
            f"Your last context is {rows[-1]}: the nearest token comes first.",
            "In which order does one read?",
        ),
        "[[0, 0], [0, 20], [20, 21]]": (
            "Your contexts are filled up with 0, which is <pad>.",
            "Which id did the task ask for?",
        ),
        "[[0, 1], [1, 20], [20, 21]]": (
            "Your first context holds a 0, which is <pad>.",
            "With what is the whole context filled before the first token?",
        ),
        "[[2, 2], [2, 20], [20, 21]]": (
            "Your contexts begin with <end>.",
            "Does an index below 0 count from the back?",
        ),
        "[[21, 2], [2, 20], [20, 21]]": (
            f"Your first context is {rows[0]}: the document's end stands before its beginning.",
            "What does an index below 0 read?",
        ),
        "[[20, 21], [20, 21], [20, 21]]": (
            "All your contexts are [20, 21].",
            "What changes from one prediction to the next?",
        ),
    }
    if str(rows) in known:
        raise Gap(*known[str(rows)])
    expect_close(
        contexts,
        np.array([[START, START], [START, 20], [20, 21]]),
        "contexts[{index}] is {yours}, not {expected}; the document is [20, 21, <end>], n is 3.",
        "Which two tokens stand right before that target?",
    )
    for document, n in (([30, 31, 32, 33, END], 2), ([30, END], 5)):
        contexts, targets = attempt(np.array(document), n)
        right = _windows(np.array(document), n)
        expect(
            contexts.shape == right[0].shape,
            f"For {document} and n = {n} your contexts have shape {contexts.shape}, "
            f"not {right[0].shape}.",
            "Did you take n = 3 as fixed?",
        )
        expect_close(
            contexts,
            right[0],
            f"For {document} and n = {n}, contexts[{{index}}] is {{yours}}, not {{expected}}.",
            "Is the document shorter than the context here, and what then?",
        )


def _paper_step(
    weights: dict[str, np.ndarray],
    gradients: dict[str, np.ndarray],
    t: int,
    first_rate: float,
    r: float,
    decay: float,
) -> dict[str, np.ndarray]:
    rate = first_rate / (1 + r * t)
    new = {}
    for name, value in weights.items():
        pull = 0 if name in ("b", "d") else decay * value
        new[name] = value - rate * (gradients[name] + pull)
    return new


@exercise(NOTEBOOK, reference=_paper_step)
def paper_step(attempt: Attempt) -> None:
    """One weight of 3 and one bias of 2, gradients 1, rate 0.5 / (1 + 1) and decay 0.1."""
    weights = {"C": np.array([[3.0]]), "b": np.array([2.0])}
    gradients = {"C": np.array([[1.0]]), "b": np.array([1.0])}
    yours = attempt(weights, gradients, 10, 0.5, 0.1, 0.1)
    expect(
        yours.keys() == weights.keys(),
        f"Your result has the keys {sorted(yours)}, the weights have {sorted(weights)}.",
        "Does every array get a new value?",
    )
    bias = yours["b"].item()
    ask_bias = "Which arrays does the penalty leave out?"
    known_mistake(
        bias,
        {
            1.5: ("b went from 2 to 1.5: the rate was 0.5.", "After t = 10 steps, what is it?"),
            2.25: (
                "b went up, from 2 to 2.25, although its gradient is +1.",
                "We minimize the NLL: along the gradient, or against it?",
            ),
            1.7: ("b went from 2 to 1.7: it was decayed like a matrix.", ask_bias),
            2 - 0.5 / 2.1: (
                "b was changed with the rate of step 11.",
                "Does t count the updates before this one, or this one too?",
            ),
            2 - 0.5 / 11: (
                "b was changed with the rate 0.5 / 11.",
                "Is it 1 + t that divides, or 1 + r t?",
            ),
            2 - 0.5 * 0.9**10: (
                "b was changed with a rate that shrinks by a factor each step.",
                "Is the paper's rate a power, or a fraction?",
            ),
        },
    )
    expect_close(
        bias,
        1.75,
        "b went from 2 to {yours}; its gradient is 1 and the rate 0.5 / (1 + 0.1 * 10) = 0.25.",
        "What is subtracted from b?",
    )
    matrix = yours["C"].item()
    known_mistake(
        matrix,
        {
            2.75: ("C went from 3 to 2.75: no decay.", "What does R add to the gradient of C?"),
            2.825: (
                "C went from 3 to 2.825: the decay pushed it away from 0.",
                "Is R added to what we minimize, or subtracted?",
            ),
            2.6: (
                "C was decayed by 2 λ θ.",
                "What is the derivative of (λ / 2) θ², with the 2 in front?",
            ),
            2.6375: ("C was decayed by λ θ² / 2.", "Is that the penalty, or its derivative?"),
            2.45: (
                "C lost λ θ = 0.3 whatever the rate.",
                "Is the pull a part of the gradient, which the rate multiplies?",
            ),
            2.725: ("C was decayed by λ alone.", "Is a large weight pulled harder than a small?"),
        },
    )
    expect_close(
        matrix,
        2.675,
        "C went from 3 to {yours}, but 3 - 0.25 * (1 + 0.1 * 3) is 2.675.",
        "What is the whole gradient of NLL + R?",
    )
    weights = {name: np.full((2, 2), 4.0) for name in ("C", "H", "U", "W")}
    weights["d"] = np.full(2, 4.0)
    gradients = {name: np.zeros_like(value) for name, value in weights.items()}
    yours = attempt(weights, gradients, 0, 1.0, 1.0, 0.5)
    for name in weights:
        expect_close(
            np.mean(yours[name]),
            4.0 if name == "d" else 2.0,
            f"With zero gradients, rate 1 and λ = 0.5, {name} went from 4 to {{yours}}, "
            "not {expected}.",
            "Which of C, H, U, W, d and b belong to the penalty?",
        )
