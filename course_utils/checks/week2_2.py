"""Checks of week2_2_neural_language_model, each after the course's own version."""

import numpy as np

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import exercise, expect, expect_close
from course_utils.checks.messages import known, told
from course_utils.checks.paper_step import diagnose_step, stepped
from course_utils.checks.values import kind
from course_utils.tokenizers import END, START

NOTEBOOK = "week2_2_neural_language_model"


def _parameters(V: int, n: int, m: int, h: int, direct: bool) -> int:
    x = (n - 1) * m
    total = V * m + h * x + h + V * h + V
    return total + V * x if direct else total


@exercise(NOTEBOOK, reference=_parameters)
def parameters(attempt: Attempt) -> None:
    """V 7, n 5, m 3, h 8: C 21, H 96, d 8, U 56, b 7, W 84; every wrong sum is another number."""
    yours = attempt(7, 5, 3, 8, False)
    shared = "Is there one table, or one for each place of the context?"
    mistakes = [
        (0, "With direct=False you returned 0: the whole sum hangs on direct.",
         "In `a + b if direct else 0`, what does the else replace: b, or a + b?"),
        (272, "You returned 272: W is counted although direct is False.", "What does direct say?"),
        (167, "You returned 167: the 21 numbers of C are missing.",
         "Are word vectors learned too?"),
        (180, "You returned 180: the 8 biases d are missing.", "What is added inside the tanh?"),
        (181, "You returned 181: the 7 biases b are missing.", "What is added to every score?"),
        (173, "You returned 173: the biases b and d are missing.",
         "What is added to Hx, and to y?"),
        (212, "You returned 212: x was taken to have n m = 15 numbers.",
         "How many words of an n-gram are context, and how many are predicted?"),
        (116, "You returned 116: x was taken to have m = 3 numbers.",
         "The vectors of how many words stand in x?"),
        (108, "You returned 108: x was taken to have 5 - 1 * 3 = 2 numbers.",
         "Without parentheses, what is computed first in n - 1 * m?"),
        (251, "You returned 251: C was counted n - 1 = 4 times.", shared),
        (316, "You returned 316: H was given (n - 1) V = 28 columns, as if it read one-hots.",
         "What stands in x: ids, one-hots, or rows of C?"),
    ]  # fmt: skip
    known(yours, mistakes)
    expect_close(
        yours,
        188,
        "For V = 7, n = 5, m = 3, h = 8 without W you returned {yours}; "
        "C, H, d, U, b have 21 + 96 + 8 + 56 + 7 numbers.",
        "Which of the five differs in your sum?",
    )
    yours = attempt(7, 5, 3, 8, True)
    mistakes = [
        (188, "With direct=True you returned 188 again: W is missing.", "What is its shape?"),
        (244, "With direct=True you returned 244: U in place of W.", "Does W see x or the units?"),
        (112, "With direct=True you returned 112: C, W and b alone.",
         "Do the direct connections replace the hidden layer, or stand beside it?"),
        (209, "With direct=True you added V m = 21 for W.", "W reads all of x: how long is that?"),
        (279, "With direct=True you added 84 + 7: W and biases of its own.",
         "Which letters stand in y = b + W x + ..., and was b counted before?"),
    ]  # fmt: skip
    known(yours, mistakes)
    expect_close(
        yours,
        272,
        "With direct=True you returned {yours}, not 188 + 84.",
        "What does one column of W belong to?",
    )
    yours = attempt(11, 3, 2, 5, True)
    expect_close(
        yours,
        _parameters(11, 3, 2, 5, True),
        "V 11, n 3, m 2, h 5 with W: you returned {yours} instead of {expected}.",
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
        (b + U @ np.tanh(d + H @ swapped) + W @ swapped,
         "Your y is that of the context [1, 3]: the words stand in the reverse order.",
         "Which row comes first in x?"),
        (b + U @ np.tanh(d + H @ C[[3, 1]].T.reshape(-1)) + W @ C[[3, 1]].T.reshape(-1),
         "In your x the numbers of the two words alternate.",
         "Does a flattened C[context] keep the numbers of one word together?"),
        (y - W @ x, "Your y lacks W x, although W is given.", "What do direct connections add?"),
        (y - b, "Your y lacks b.", "Which array has one number for each word?"),
        (b + U @ np.tanh(H @ x) + W @ x, "Your y is right but for d: it never enters.",
         "What is added to H x, and where?"),
        (b + U @ (d + np.tanh(H @ x)) + W @ x, "In your code d is added after the tanh.",
         "What does the tanh in the formula enclose?"),
        (b + U @ (d + H @ x) + W @ x, "Your y is linear in x: there is no tanh.",
         "Without a bend, how much more than W x can U H x say?"),
        (b + np.tanh(U @ (d + H @ x)) + W @ x, "In your code the tanh bends U (d + H x).",
         "Are the hidden units bent, or the scores?"),
        (np.tanh(b + U @ (d + H @ x) + W @ x), "In your code the tanh bends the whole sum.",
         "Which of b, W x and U tanh(d + H x) holds the tanh?"),
        (np.tanh(y), "Your scores are the right ones, bent by another tanh.",
         "How large can a score be, if a tanh is the last step?"),
        (np.exp(y) / np.exp(y).sum(), "Your result sums to 1: it is the softmax of the scores.",
         "The task asks for y: what comes before the softmax?"),
    ]  # fmt: skip
    known(yours, wrong)
    shift = yours - y
    expect(
        np.allclose(shift, 0) or not np.allclose(shift, shift[0]),
        f"All your scores differ from y by the same number, {shift[0]:.4g}.",
        "That leaves the softmax as it is, but the task asks for y: what was subtracted?",
    )
    if not np.allclose(yours, y):
        without_units = attempt([3, 1], C, H, d, np.zeros_like(U), b, W)
        expect(
            not np.allclose(without_units, b + W @ x),
            "With U = 0 your y is b + W x, as it should be: the fault is in U tanh(d + H x).",
            "What does your code do between x and U?",
        )
        yours = attempt([3, 1], C, H, d, U, b, W)  # the call that the next message is about
    expect_close(
        yours,
        y,
        "y[{index}] is {yours}, but b + W x + U tanh(d + H x) is {expected} there.",
        "Which of the three terms differs, or is it x, which stands in two of them?",
    )
    with told(
        ("Your code stopped with",),
        "Your code stopped in a call with W = None, without direct connections.",
        "Which term of the formula is left out then?",
    ):
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
    expect(
        (np.ndim(contexts), np.ndim(targets)) != (1, 2),
        f"Your first array is {np.asarray(contexts).tolist()}: the targets, and the contexts "
        "come second.",
        "In which order does the task ask for them?",
    )
    for name, array, shape in (("contexts", contexts, (3, 2)), ("targets", targets, (3,))):
        expect(
            isinstance(array, np.ndarray),
            f"Your {name} are {kind(array)}, not a NumPy array.",
            "Which line makes them, and what turns that into one array?",
        )
        expect(
            array.shape == shape,
            f"For 3 tokens and n = 3 your {name} have the shape {array.shape}, not {shape}.",
            "How many predictions does a document of T tokens give, and what does each read?",
        )
        expect(
            array.dtype.kind in "iuf",
            f"Your {name} are an array of dtype {array.dtype}, not of whole numbers.",
            "Which line makes the array, and is a dtype named there?",
        )
        expect(
            array.dtype.kind in "iu",
            f"Your {name} hold numbers with a decimal point, such as {array.flat[-1]}.",
            "Ids are rows of a table: with which dtype did the array begin?",
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
        "[[1, 1], [20, 1], [20, 21]]": (
            "Your second context is [20, 1]: <start> stands behind the first token.",
            "On which side is a context filled up, and which token must stand last?",
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
        "[[21, 2], [21, 2], [21, 2]]": (
            "All your contexts are [21, 2], which the window holds after the last token.",
            "Is each row an object of its own, or one that later steps change?",
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
    for document, n in (([30, 31, 2_790, 33, END], 2), ([30, END], 5)):
        contexts, targets = attempt(np.array(document), n)
        right = _windows(np.array(document), n)
        expect(
            contexts.shape == right[0].shape,
            f"For {document} and n = {n} your contexts have shape {contexts.shape}, "
            f"not {right[0].shape}.",
            "Did you take n = 3 as fixed?",
        )
        expect(
            max(document) in contexts or max(document) not in right[0],
            f"The id {max(document)} is in no context of {document}, n = {n}; "
            f"your dtype is {contexts.dtype}.",
            "Which is the largest number that this dtype holds?",
        )
        expect_close(
            contexts,
            right[0],
            f"For {document} and n = {n}, contexts[{{index}}] is {{yours}}, not {{expected}}.",
            "Is the document shorter than the context here, and what then?",
        )


@exercise(NOTEBOOK, reference=stepped)
def paper_step(attempt: Attempt) -> None:
    """A step whose mistakes all lead to different numbers; see `diagnose_step`."""
    diagnose_step(attempt)
