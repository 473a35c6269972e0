"""Checks of week2_1_backprop, each after the course's own version of the exercise."""

import itertools
import math
from collections.abc import Callable

import numpy as np

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import exercise, expect, expect_close
from course_utils.checks.messages import known
from course_utils.checks.values import kind
from course_utils.models.autograd import Tensor
from course_utils.models.autograd import unbroadcast as course_unbroadcast
from course_utils.models.optimizers import SGD, zero_grad

BACKPROP = "week2_1_backprop"


def _neuron_gradients(w: float, x: float, b: float, y: float) -> tuple[float, float, float]:
    z = w * x + b
    dz = 2 * (max(z, 0.0) - y) * (z > 0)
    return dz * x, dz * w, dz


@exercise(BACKPROP, reference=_neuron_gradients)
def neuron_gradients(attempt: Attempt) -> None:
    """An open relu with a loss of slope 3, a shut relu, a target above the output."""
    yours = attempt(2.0, 3.0, -4.0, 0.5)
    expect(len(yours) == 3, f"You returned {len(yours)} numbers, not 3.", "Which three are asked?")
    says = f"Your first entry is {kind(yours[0])}, not a number."
    expect(kind(yours[0]) == "a number", says, "Which attribute of it holds its gradient?")
    mistakes = [
        ((6, 9, 3), "You returned the gradients of w and x in each other's place.",
         "By which of its two inputs does the slope of a product with respect to w multiply?"),
        ((3, 2, 1), "You returned (3, 2, 1): these are the slopes of w·x + b alone.",
         "What is the slope of the loss with respect to the neuron's output?"),
        ((4.5, 3, 1.5), "Each of your gradients is half of the right one.",
         "What is the derivative of a square?"),
        ((6, 4, 2),
         "You returned 6, 4 and 2, the gradients for the notebook's y = 1; here y = 0.5.",
         "Which names in your function hold numbers of a cell above?"),
        ((-9, -6, -3), "All three have the right size and the wrong sign.",
         "If the output is above the target and grows, does the loss rise or fall?"),
    ]  # fmt: skip
    known(yours, mistakes)
    if sorted(yours) == [3, 6, 9] and list(yours) != [9, 6, 3]:
        raise Gap(
            "You returned the right numbers in another order.",
            "In which order does the docstring name w, x and b?",
        )
    says = "At w = 2, x = 3, b = −4, y = 0.5, entry {index} is {yours}, not {expected}."
    expect_close(list(yours), [9, 6, 3], says, "Which slopes lie on the way from it to the loss?")
    yours = attempt(1.0, 3.0, -4.0, 0.5)
    expect_close(
        list(yours),
        [0, 0, 0],
        "At w·x + b = −1 relu is shut, and entry {index} of your gradients is {yours}, not 0.",
        "What is the slope of relu left of its kink?",
    )
    yours = attempt(2.0, 2.0, -4.0, 1.5)
    says = "With w·x + b = 0, exactly at the kink, entry {index} is {yours}, not 0."
    expect_close(list(yours), [0, 0, 0], says, "Which slope does the exercise give relu at zero?")
    yours = attempt(-1.5, 2.0, 4.0, 3.25)
    whole = "A gradient was cut to a whole number: (-9, 6, -4)."
    mistakes = [
        ((-9, 6, -4), whole, "Which function in your code drops the decimals?"),
        ((0, 0, 0), "Here w·x + b = 1, so relu is open, yet all your gradients are 0.",
         "Which number says whether relu is open: its input, the error or a weight?"),
    ]  # fmt: skip
    known(yours, mistakes)
    says = "With the output 1 below the target 3.25, entry {index} is {yours}, not {expected}."
    expect_close(list(yours), [-9, 6.75, -4.5], says, "Does the sign of output − target survive?")


@exercise(BACKPROP, reference=course_unbroadcast)
def unbroadcast(attempt: Attempt) -> None:
    """A leading axis, an axis of length 1, both, neither, and a single number."""
    gradient = np.array([[1.0, 2.0, 4.0], [8.0, 16.0, 32.0]])
    asks = "When one number was copied to several places, what happens to their gradients?"
    yours = attempt(gradient, (3,))
    mistakes = [
        ((4.5, 9, 18), "You returned the mean of the two rows.", asks),
        ((1, 2, 4), "You returned the first row; the second row's gradient is lost.", asks),
    ]
    known(yours, mistakes)
    expect_close(yours, gradient.sum(0), "Entry {index} is {yours}, not {expected}.", asks)
    says = f"A gradient of dtype {gradient.dtype} came in, and you returned {yours.dtype}."
    expect(yours.dtype == gradient.dtype, says, "Where in your code is the dtype chosen?")
    yours = attempt(gradient, (2, 1))
    mistakes = [
        ([[7 / 3], [56 / 3]], "For shape (2, 1) you returned the mean of the three columns.", asks),
        ([[1], [8]], "For shape (2, 1) you kept the first column and lost the other two.", asks),
    ]
    known(yours, mistakes)
    says = "For shape (2, 1) entry {index} is {yours}, not {expected}."
    expect_close(yours, [[7.0], [56.0]], says, "Along which axis was a column repeated?")
    yours = attempt(gradient, (2, 3))
    says = "Nothing was repeated, yet entry {index} is {yours} instead of {expected}."
    expect_close(yours, gradient, says, "Which axes differ between the two shapes?")
    yours = attempt(np.arange(24.0).reshape(4, 2, 3), (2, 1))
    says = "From (4, 2, 3) to (2, 1), entry {index} is {yours}, not {expected}."
    wanted = np.arange(24.0).reshape(4, 2, 3).sum((0, 2))[:, None]
    expect_close(yours, wanted, says, "Do you sum the new leading axes and those of length 1?")
    yours = attempt(gradient, (1, 1))
    says = "For shape (1, 1) you returned {yours}, not {expected}."
    expect_close(yours, [[63.0]], says, "How many axes of length 1 are there?")
    yours = attempt(gradient, ())
    says = "A single number was spread over six places, and you returned {yours}, not {expected}."
    expect_close(yours, np.array(63.0), says, "How many axes are left?")
    yours = attempt(np.ones((1, 3)), (1, 3))
    expect_close(yours, np.ones((1, 3)), "For equal shapes you returned {yours}.", "Why any sum?")


def _adam_step(
    parameter: np.ndarray,
    gradient: np.ndarray,
    m: np.ndarray,
    v: np.ndarray,
    t: int,
    rate: float = 0.001,
    b1: float = 0.9,
    b2: float = 0.999,
    epsilon: float = 1e-8,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    m = b1 * m + (1 - b1) * gradient
    v = b2 * v + (1 - b2) * gradient**2
    step = (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + epsilon)
    return parameter - rate * step, m, v


@exercise(BACKPROP, reference=_adam_step)
def adam_step(attempt: Attempt) -> None:
    """The first step, whose size is the rate; then a later one with a large epsilon."""
    p, zero = np.array([1.0, 1.0]), np.zeros(2)
    g = np.array([0.5, -2.0])
    yours = attempt(p, g, zero, zero, 1, rate=0.1)
    expect(len(yours) == 3, f"You returned {len(yours)} arrays, not 3.", "Which three are asked?")
    kinds = list(map(kind, yours))
    says = f"You returned {', '.join(kinds)}; three NumPy arrays are asked."
    expect(kinds == ["a NumPy array"] * 3, says, "Which line makes something else of an array?")
    right = [
        np.allclose(mine, theirs) for mine, theirs in zip(yours, attempt.expected, strict=True)
    ]
    for order in itertools.permutations(yours):
        if not all(right) and all(map(np.allclose, order, attempt.expected)):
            says = "You returned the right arrays in another order."
            raise Gap(says, "In which order does the docstring name them?")
    says = "m is the running mean of the gradients; entry {index} is {yours}, not {expected}."
    if np.allclose(yours[1], g):
        raise Gap(
            "After step 1 your m is the gradient itself: it was corrected before it was returned "
            "(it must be handed on uncorrected), or the whole gradient was added.",
            "Which share of the gradient goes into m, and where alone is the correction used?",
        )
    expect_close(yours[1], 0.1 * g, says, "Which share of the new gradient goes into m?")
    if np.allclose(yours[2], 0.001 * g):
        raise Gap(
            "v holds gradients, not their squares: one entry is negative.",
            "v measures the size of the gradients. What of each gradient is averaged?",
        )
    if np.allclose(yours[2], g**2):
        raise Gap(
            "After step 1 your v is the squared gradient itself: it was corrected before it was "
            "returned, or the whole square was added.",
            "Which share of the square goes into v, and where alone is the correction used?",
        )
    says = "v is the running mean of squared gradients; entry {index} is {yours}, not {expected}."
    expect_close(yours[2], 0.001 * g**2, says, "Which share of the new square goes into v?")
    known(yours[0], [
        ((0.9, 0.9), "Both parameters fell, although their gradients have opposite signs.",
         "Where does the sign of the gradient get lost?"),
        ((1.1, 0.9), "Your step has the right size and goes uphill.",
         "In which direction does the gradient point?"),
        ((0.8, 1.05), "The larger gradient made the smaller step: you divide by v itself.",
         "v averages squares. What turns it back into the size of a gradient?"),
        ((0.999, 1.001), "The rate given was 0.1, and the parameters moved by 0.001.",
         "From which name does your line take the rate?"),
        (tuple(p - g / (np.abs(g) + 1e-8)), "Both parameters moved by 1: the rate given was 0.1.",
         "By what is the fraction multiplied before it is taken away?"),
        ((1 - 0.1 * 0.001**0.5, 1 + 0.1 * 0.001**0.5),
         "The step is too short: you take the root of v first, and correct it afterwards.",
         "In the formula, does the root cover the correction of v?"),
        ((0.1, -0.1), "You returned the step; the new parameter is asked.",
         "What is the step taken away from?"),
    ])  # fmt: skip
    expect_close(
        yours[0],
        [0.9, 1.1],
        "The first step of Adam is as long as the rate, 0.1, but entry {index} became {yours}.",
        "m and v begin at 0. By what must each be divided after one step?",
    )
    m, v = np.array([0.3, -0.1]), np.array([0.2, 0.4])
    yours = attempt(p, g, m, v, 5, rate=0.1, epsilon=0.5)
    says = "At t = 5 entry {index} of m is {yours}, not {expected}."
    expect_close(yours[1], attempt.expected[1], says, "How much of the old m stays in the new one?")
    says = "At t = 5 entry {index} of v is {yours}, not {expected}."
    expect_close(yours[2], attempt.expected[2], says, "How much of the old v stays in the new one?")
    wanted, scale = attempt.expected[0], math.sqrt(1 - 0.999**5)
    mean, root = yours[1] / (1 - 0.9**5), np.sqrt(yours[2]) / scale
    bare = p - 0.1 * mean / root
    place = "In the formula, what is epsilon added to?"
    missing = "epsilon is missing from the divisor: 0.5 should have shortened the step."
    known(yours[0], [
        (tuple(p - 0.1 * mean / np.sqrt(root**2 + 0.5)),
         "With epsilon = 0.5 the step differs: you add epsilon under the root.",
         "In the formula, is epsilon added before or after the square root?"),
        (tuple(bare), missing, place),
        (tuple(bare + 0.5), missing, place),
        (tuple(bare - 0.1 * 0.5), missing, place),
        (tuple(p - 0.1 * mean / (root + 0.5 / scale)),
         "With epsilon = 0.5 the step differs: you add epsilon before v is corrected.", place),
        (tuple(p - 0.1 * g / (root + 0.5)),
         "You divide by the right size, but step by the gradient itself.",
         "What stands above the line of the fraction?"),
    ])  # fmt: skip
    says = "At t = 5 with epsilon = 0.5, entry {index} is {yours}, not {expected}."
    expect_close(yours[0], wanted, says, "To which power are b1 and b2 raised in step t?")
    tables = [np.array([row, row[::-1] / 2]) for row in (p, g, m, v)]
    yours = attempt(*tables, 2, rate=0.1, b1=0.8, b2=0.99)
    says = "With b1 = 0.8 and b2 = 0.99, entry {index} is {yours}, not {expected}."
    for mine, theirs in zip(yours, attempt.expected, strict=True):
        expect_close(mine, theirs, says, "Does every line take the shares from b1 and b2?")


def _train(
    loss_of: Callable[[list[Tensor]], Tensor], parameters: list[Tensor], rate: float, steps: int
) -> list[float]:
    losses, rule = [], SGD(parameters, rate)
    for _ in range(steps):
        loss = loss_of(parameters)
        zero_grad(parameters)
        loss.backward()
        rule.step()
        losses.append(float(loss.data))
    return losses


@exercise(BACKPROP, reference=_train)
def train(attempt: Attempt) -> None:
    """One parameter at 3 with loss p²: each fault has its own row of losses."""
    seen, handed = [], set()

    def square(parameters: list[Tensor]) -> Tensor:
        handed.add(type(parameters))
        seen.append(parameters[0])
        return (parameters[0] * parameters[0]).sum()

    yours = attempt(square, [Tensor([3.0])], 0.1, 4)
    asks = "What does loss_of take, by the docstring?"
    expect(Tensor not in handed, "You hand loss_of a Tensor, not the list of them.", asks)
    says = f"For 4 steps you returned {len(yours)} losses."
    expect(len(yours) == 4, says, "When is one noted, and in which list?")
    expect(
        not any(isinstance(loss, Tensor) for loss in yours),
        "Your list holds Tensors, not numbers.",
        "Which attribute of a Tensor is its value?",
    )
    mistakes = [
        ((9, 5.76, 1.7424, 0.000576),
         "Your losses fall too fast: each step also takes all earlier gradients.",
         "Where are the gradients of the last step forgotten?"),
        ((5.76, 3.6864, 2.359296, 1.50994944),
         "Your first loss is 5.76, that of the parameters after the first step.",
         "The loss of a step is the one whose gradient is taken. When is it noted?"),
        ((9, 9, 9, 9), "All losses are 9: no step changed p².",
         "Which line moves the parameters, by how much, and is the loss computed anew after it?"),
        ((9, 7.29, 5.9049, 4.782969),
         "Each step multiplies p by 0.9: it takes away the rate times p itself.",
         "By what does gradient descent multiply the rate?"),
        ((9, 12.96, 18.6624, 26.873856), "Your losses rise, by the same factor each time.",
         "Do you add the gradient or subtract it?"),
    ]  # fmt: skip
    known(yours, mistakes)
    says = "For p² from p = 3 with rate 0.1, loss {index} is {yours}, not {expected}."
    expect_close(yours, attempt.expected, says, "In which order come loss, zero, backward, step?")
    moved = float(attempt.inputs[1][0].data[0])
    says = "After 4 steps the parameter is 1.536, as it should be after 3; the losses are right."
    expect(not math.isclose(moved, 3 * 0.8**3), says, "Is the last loss followed by a step?")
    expect(
        math.isclose(moved, 3 * 0.8**4),
        f"After 4 steps the parameter is {moved:.3f}, not {3 * 0.8**4:.3f}, "
        "though the losses are right.",
        "Whose data does your step change: that of the Tensors which were handed in?",
    )
    expect(
        seen[-1] is seen[-2],
        "Your step puts new Tensors into the list; those of the network that handed it in stay.",
        "Which attribute of a Tensor can be set, so that the Tensor itself remains the same?",
    )

    def two(parameters: list[Tensor]) -> Tensor:
        return (parameters[0] ** 2 + (parameters[1] - 1) ** 2).sum()

    yours = attempt(two, [Tensor([3.0]), Tensor([2.0])], 0.05, 3)
    says = f"With rate 0.05 the second loss is {yours[1]:.3f}, not 8.100."
    expect(math.isclose(yours[1], 8.1), says, "Where does your loop take its rate from?")
    says = "With two parameters, loss {index} is {yours}, not {expected}."
    expect_close(yours, attempt.expected, says, "Does each line of the loop treat both alike?")
