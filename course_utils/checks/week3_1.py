"""Checks of week3_1_rnns, each after the course's own version of the exercise."""

import numpy as np
import torch
from torch import Tensor

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import exercise, expect, expect_close
from course_utils.checks.lstm_step import diagnose_lstm, stepped
from course_utils.checks.messages import known
from course_utils.checks.tensors import draw
from course_utils.checks.truncated_gradient import cut_off, diagnose_truncated
from course_utils.checks.values import close

RNNS = "week3_1_rnns"


def _rnn_states(x: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:
    h, states = x.new_zeros(len(x), len(b)), []
    for t in range(x.shape[1]):
        h = torch.tanh(x[:, t] @ W.T + h @ U.T + b)
        states.append(h)
    return torch.stack(states, 1)


@exercise(RNNS, reference=_rnn_states)
def rnn_states(attempt: Attempt) -> None:
    """Two sequences of three steps; every matrix is asymmetric, so that a transpose shows."""
    x, W, U, b = draw(2, 3, 2, seed=7), draw(4, 2, seed=6), draw(4, 4, seed=8), draw(4, seed=4)
    yours, right = attempt(x, W, U, b), _rnn_states(x, W, U, b)
    first = yours[:, 0]
    known(yours, [
        (right[:, -1:].expand_as(right), "All your states are the last one.",
         "Does your list hold three tensors, or one tensor three times?"),
        (right.transpose(0, 1).reshape(right.shape),
         "Your numbers are right and stand at the wrong places.",
         "Which axis of your stacked states is time, and does reshape swap axes?"),
    ])  # fmt: skip
    across = torch.tanh(x[0] @ W.T + b)  # the steps of the first row, as if each were a first one
    across = torch.stack([across, torch.tanh(x[1] @ W.T + across @ U.T + b)])
    if close(yours, across):
        raise Gap(
            "Your state went from one row of the batch to the next, not from step to step.",
            "Along which axis of x does your loop run?",
        )
    if not close(first, right[:, 0]):
        for seen, says, asks in (
            (x[:, 0] @ W.T + b, "has no tanh", "Which function keeps every state between -1 and 1"),
            (
                torch.tanh(x[:, 0] @ W.T + 2 * b),
                "has b added twice",
                "How often does b stand in the formula",
            ),
            (
                (x[:, 0] @ W.T + b).relu(),
                "went through a ReLU",
                "Can a state of this network be negative",
            ),
            (torch.tanh(x[:, 0] @ W.T), "lacks the bias b", "Which of the three terms is missing"),
            (
                torch.tanh(x[:, 0] @ W.T) + b,
                "has b outside of the tanh",
                "Between which numbers must a state lie",
            ),
            (
                (x[:, 0] @ W.T + b).sigmoid(),
                "went through a sigmoid",
                "Can a state of this network be negative",
            ),
            (
                torch.tanh(x[:, 0] @ W.T + U.sum(1) + b),
                "begins from a state of ones",
                "What does the network remember before the first input",
            ),
            (right[:, 1], "is the state after two steps", "Is the first state kept"),
            (torch.zeros_like(first), "is zero", "Is the state kept before or after the step"),
        ):
            if close(first, seen):
                raise Gap(f"Your first state {says}.", f"{asks}?")
    expect_close(
        first,
        right[:, 0],
        "Your first state [{index}] is {yours}; tanh(W x + b) of the first input gives {expected}.",
        "The state before the first step is zero. What is left of the formula?",
        tolerance=1e-5,
    )
    attempt.right.append("The first state is right.")
    if (yours[:, -1] == 0).all():
        raise Gap("Your last state is zero: it was never written.", "Where does your loop end?")
    second = yours[:, 1]
    known(second, [
        (torch.tanh(x[:, 1] @ W.T + b),
         "Your second state knows nothing of the first: it is tanh(W x + b) again.",
         "Which variable carries the state from one step to the next?"),
        (torch.tanh(x[:, 1] @ W.T + right[:, 0] @ U + b),
         "Your second state is right with U's transpose.",
         "A row of U belongs to one number of the new state. What does h @ U sum over?"),
        (torch.tanh(x[:, 0] @ W.T + right[:, 0] @ U.T + b),
         "Your second step read the first input again.", "Which index moves with t?"),
        (torch.tanh(x[:, 1] @ W.T + b) + torch.tanh(right[:, 0] @ U.T),
         "Your second state adds two tanhs.", "What stands inside the formula's one tanh?"),
        (torch.tanh(x[:, 1] @ W.T + (x[:, 0] @ W.T + b) @ U.T + b),
         "Your second step read what the first one had before its tanh.",
         "Which of your variables is the state?"),
    ])  # fmt: skip
    expect_close(
        yours,
        right,
        "Your state [{index}] is {yours} instead of {expected}.",
        "Is what goes into step t the state of step t - 1, with nothing added or taken away?",
        tolerance=1e-5,
    )
    x, W, U, b = draw(1, 5, 3, seed=9), draw(2, 3, seed=5), draw(2, 2, seed=4), draw(2, seed=2)
    yours = attempt(x.requires_grad_(), W, U, b)
    expect_close(
        yours.detach(),
        _rnn_states(x, W, U, b).detach(),
        "With one row of five steps, your state [{index}] is {yours} instead of {expected}.",
        "Which numbers in your code should be read off the shapes of x and b?",
        tolerance=1e-5,
    )
    expect(
        yours.requires_grad,
        "Your numbers are right, but no gradient can flow through them: training would not work.",
        "Which line cuts the states off from x?",
    )


def _last_outputs(outputs: Tensor, lengths: Tensor) -> Tensor:
    return outputs[torch.arange(len(outputs)), lengths - 1]


@exercise(RNNS, reference=_last_outputs)
def last_outputs(attempt: Attempt) -> None:
    """Rows of lengths 4, 2 and 1; every output has its own numbers."""
    outputs = (7 * torch.arange(24.0) % 24).reshape(3, 4, 2)  # the last is never the largest
    lengths = torch.tensor([4, 2, 1])
    yours, right = attempt(outputs, lengths), _last_outputs(outputs, lengths)
    known(yours, [
        (outputs[:, -1],
         f"For the row of length 2 you returned {yours[1].tolist()}, its output at the last "
         "place, which is padding.", "Which place holds the last real token of a row of length 2?"),
        (outputs[torch.arange(3), lengths.clamp(max=3)],
         f"For the row of length 2 you returned {yours[1].tolist()}, the output at place 2: "
         "the third one.", "Places count from 0. Where is the second token?"),
        (outputs[:, 0], "You returned the first outputs.", "Which output has seen the whole row?"),
    ])  # fmt: skip
    real = torch.arange(4) < lengths[:, None]  # (3, 4)
    total = (outputs * real[..., None]).sum(1)
    for seen, says in (
        (total, "its outputs added up"),
        (total / lengths[:, None], "its outputs averaged"),
        ((outputs * real[..., None]).amax(1), "the largest numbers of its outputs"),
        (outputs.amax(1), "the largest numbers of its outputs, padding included"),
    ):
        if close(yours, seen):
            raise Gap(
                f"For the row of length 2 you returned {yours[1].tolist()}: {says}.",
                "One of the outputs has seen the whole row. Which?",
            )
    for places, says in ((-lengths, "counted from the end"), (lengths - 2, "one too early")):
        if close(yours, outputs[torch.arange(3), places]):
            raise Gap(
                f"For the row of length 4 you returned {yours[0].tolist()}: your place is {says}.",
                "Places count from 0. Where is the fourth token?",
            )
    if any(close(yours, outputs[:, place]) for place in (int(lengths.max()) - 2, 1)):
        raise Gap(
            "You took the same place in every row.",
            "How can each row of an array be indexed by a number of its own?",
        )
    expect_close(
        yours,
        right,
        "Entry [{index}] is {yours} instead of {expected}.",
        "For each row, which place is the last real one?",
    )
    wide, lengths = draw(5, 7, 3, seed=15), torch.tensor([1, 7, 3, 6, 2])
    expect_close(
        attempt(wide, lengths),
        _last_outputs(wide, lengths),
        "With lengths 1, 7, 3, 6 and 2, entry [{index}] is {yours} instead of {expected}.",
        "Does your code assume a particular number of rows, or an order of the lengths?",
    )
    attempt(wide[:1], lengths[2:3])  # one row, as when a row is read alone: its shape is compared
    learning = draw(2, 3, 4, seed=9).requires_grad_()
    expect(
        attempt(learning, torch.tensor([3, 1])).requires_grad,
        "Your numbers are right, but no gradient can flow through them: training would not work.",
        "Which line turns the outputs into plain numbers and back?",
    )


@exercise(RNNS, reference=cut_off)
def truncated_gradient(attempt: Attempt) -> None:
    """Term by term, each compared with what typical mistakes give."""
    diagnose_truncated(attempt)


def _clipped(gradients: list[np.ndarray], most: float) -> list[np.ndarray]:
    norm = np.sqrt(sum((gradient**2).sum() for gradient in gradients))
    factor = min(1.0, most / norm) if norm > 0 else 1.0
    return [gradient * factor for gradient in gradients]


def _described(one: object) -> str:
    named = {np.ndarray: "an array", list: "a list", tuple: "a tuple", Tensor: "a PyTorch tensor"}
    name = named.get(type(one), "a number")
    return f"{name} of shape {tuple(one.shape)}" if hasattr(one, "ndim") and one.ndim else name


@exercise(RNNS, reference=_clipped)
def clipped(attempt: Attempt) -> None:
    """Two arrays of norms 3 and 4, so 5 together; then a short gradient, and none."""
    gradients = [np.array([[1.0, 2.0], [2.0, 0.0]]), np.array([0.0, -4.0])]
    yours = attempt(gradients, 1.0)
    shapes = [getattr(one, "shape", None) for one in yours]
    expect(
        shapes == [(2, 2), (2,)] and all(isinstance(one, np.ndarray) for one in yours),
        f"Your list holds {', '.join(map(_described, yours)) or 'nothing'}; "
        "it should hold arrays of shapes (2, 2) and (2,), as the input does.",
        "Does each array come back, in its place and in its shape?",
    )
    norms = [float(np.linalg.norm(one)) for one in yours]
    if np.allclose(norms, [1, 1]):
        raise Gap(
            "Each of your arrays has norm 1: they were shortened one by one.",
            "The direction is that of all numbers together. What should the ratio 3 : 4 become?",
        )
    if all(np.allclose(a, np.clip(b, -1, 1)) for a, b in zip(yours, gradients, strict=True)):
        raise Gap(
            f"Your numbers lie between -1 and 1, but the norm of all is {np.hypot(*norms):.3f}.",
            "Limiting each number turns the direction. What keeps it?",
        )
    if np.allclose(norms, [3 / 25, 4 / 25]):
        raise Gap(
            f"The norm of your result is {np.hypot(*norms):.3f}: divided by 25, not by 5.",
            "A norm is the root of which sum?",
        )
    if np.allclose(norms, [3 / 7, 4 / 7]):
        raise Gap(
            "Your arrays were divided by 7 = 3 + 4, the sum of their norms.",
            "What is the norm of all numbers laid in one row?",
        )
    if all(np.allclose(a, b) for a, b in zip(yours, gradients, strict=True)):
        raise Gap("A gradient of norm 5 came back unchanged.", "By what is it to be multiplied?")
    if any((a * b < 0).any() for a, b in zip(yours, gradients, strict=True)):
        raise Gap(
            "Some of your numbers have changed their sign.",
            "What kind of factor leaves every sign as it is?",
        )
    expect_close(
        yours,
        _clipped(gradients, 1.0),
        "With most = 1, your entry [{index}] is {yours} instead of {expected}.",
        "All numbers together have norm 5. Which one factor makes that 1?",
    )
    expect_close(
        attempt(gradients, 2.0),
        _clipped(gradients, 2.0),
        "With most = 2, your entry [{index}] is {yours} instead of {expected}.",
        "Where does `most` enter the factor?",
    )
    yours = attempt(gradients, 3.5)  # between the norms of the two arrays
    if np.allclose(yours[0], gradients[0]) and not np.allclose(yours[1], gradients[1]):
        raise Gap(
            "With most = 3.5, your array of norm 3 came back as it was, the one of norm 4 did not.",
            "The norm of all numbers is 5. Which arrays does the one factor multiply?",
        )
    expect_close(
        yours,
        _clipped(gradients, 3.5),
        "With most = 3.5, your entry [{index}] is {yours} instead of {expected}.",
        "Which norm does your code compare with `most`?",
    )
    single = [np.array(-4.0)]  # one weight that is a number, as in the descent below
    expect_close(
        float(attempt(single, 1.0)[0]),
        -1.0,
        "The array of one number, -4, with most = 1 became {yours}.",
        "Does your code need arrays with an axis?",
    )
    short = [np.array([0.3]), np.array([[0.4]])]
    yours = attempt(short, 1.0)
    expect(
        np.allclose(yours[0], 0.3) and np.allclose(yours[1], 0.4),
        f"A gradient of norm 0.5 with most = 1 came back with norm "
        f"{np.hypot(*map(np.linalg.norm, yours)):.3f}.",
        "Should a short gradient be made longer?",
    )
    for most in (30.0, 6.0):  # above and below the square of the norm
        expect_close(
            attempt(gradients, most),
            gradients,
            f"A gradient of norm 5 with most = {most:g} came back with {{yours}} at [{{index}}], "
            "where {expected} was.",
            "Which two numbers does your code compare?",
        )
    yours = attempt([np.zeros(3)], 1.0)
    expect(
        np.shape(yours[0]) == (3,),
        f"A gradient of three zeros came back as {_described(yours[0])}.",
        "How many numbers does each array keep?",
    )
    expect(
        (yours[0] == 0).all(), f"A gradient of zeros became {yours[0]}.", "What is 0 divided by?"
    )


@exercise(RNNS, reference=stepped)
def lstm_step(attempt: Attempt) -> None:
    """Parts, new cell and new h, each compared with what typical mistakes give."""
    diagnose_lstm(attempt)
