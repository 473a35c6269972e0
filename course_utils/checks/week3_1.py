"""Checks of week3_1_rnns, each after the course's own version of the exercise."""

import numpy as np
import torch
from torch import Tensor

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import exercise, expect, expect_close

RNNS = "week3_1_rnns"


def _random(*shape: int) -> Tensor:
    generator = torch.Generator().manual_seed(sum(shape))
    return torch.randn(shape, generator=generator, dtype=torch.float64)


def _same(yours: Tensor, other: Tensor) -> bool:
    return yours.shape == other.shape and torch.allclose(yours.to(other.dtype), other, atol=1e-9)


def _rnn_states(x: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:
    h, states = x.new_zeros(len(x), len(b)), []
    for t in range(x.shape[1]):
        h = torch.tanh(x[:, t] @ W.T + h @ U.T + b)
        states.append(h)
    return torch.stack(states, 1)


@exercise(RNNS, reference=_rnn_states)
def rnn_states(attempt: Attempt) -> None:
    """Two sequences of three steps; every matrix is asymmetric, so that a transpose shows."""
    x, W, U, b = _random(2, 3, 2), _random(4, 2), _random(4, 4), _random(4)
    yours, right = attempt(x, W, U, b), _rnn_states(x, W, U, b)
    first = yours[:, 0]
    if not _same(first, right[:, 0]):
        for seen, says, asks in (
            (x[:, 0] @ W.T + b, "has no tanh", "Which function keeps every state between -1 and 1"),
            (torch.tanh(x[:, 0] @ W.T), "lacks the bias b", "Which of the three terms is missing"),
            (
                torch.tanh(x[:, 0] @ W.T + U.sum(1) + b),
                "begins from a state of ones",
                "What does the network remember before the first input",
            ),
            (right[:, 1], "is the state after two steps", "Is the first state kept"),
            (torch.zeros_like(first), "is zero", "Is the state kept before or after the step"),
        ):
            if _same(first, seen):
                raise Gap(f"Your first state {says}.", f"{asks}?")
    expect_close(
        first,
        right[:, 0],
        "Your first state [{index}] is {yours}; tanh(W x + b) of the first input gives {expected}.",
        "The state before the first step is zero. What is left of the formula?",
    )
    attempt.right.append("The first state is right.")
    second = yours[:, 1]
    if _same(second, torch.tanh(x[:, 1] @ W.T + b)):
        raise Gap(
            "Your second state knows nothing of the first: it is tanh(W x + b) again.",
            "Which variable carries the state from one step to the next?",
        )
    if _same(second, torch.tanh(x[:, 1] @ W.T + right[:, 0] @ U + b)):
        raise Gap(
            "Your second state is right with U's transpose.",
            "A row of U belongs to one number of the new state. What does h @ U sum over?",
        )
    if _same(second, torch.tanh(x[:, 0] @ W.T + right[:, 0] @ U.T + b)):
        raise Gap("Your second step read the first input again.", "Which index moves with t?")
    expect_close(
        yours,
        right,
        "Your state [{index}] is {yours} instead of {expected}.",
        "Is what goes into step t the state of step t - 1, with nothing added or taken away?",
    )


def _last_outputs(outputs: Tensor, lengths: Tensor) -> Tensor:
    return outputs[torch.arange(len(outputs)), lengths - 1]


@exercise(RNNS, reference=_last_outputs)
def last_outputs(attempt: Attempt) -> None:
    """Rows of lengths 4, 2 and 1; every output has its own numbers."""
    outputs, lengths = torch.arange(24.0).reshape(3, 4, 2), torch.tensor([4, 2, 1])
    yours, right = attempt(outputs, lengths), _last_outputs(outputs, lengths)
    if _same(yours, outputs[:, -1]):
        raise Gap(
            f"For the row of length 2 you returned {yours[1].tolist()}, its output at the last "
            "place, which is padding.",
            "Which place holds the last real token of a row of length 2?",
        )
    if _same(yours, outputs[torch.arange(3), lengths.clamp(max=3)]):
        raise Gap(
            f"For the row of length 2 you returned {yours[1].tolist()}, the output at place 2: "
            "the third one.",
            "Places count from 0. Where is the second token?",
        )
    if _same(yours, outputs[:, 0]):
        raise Gap("You returned the first outputs.", "Which output has seen the whole row?")
    real = torch.arange(4) < lengths[:, None]  # (3, 4)
    total = (outputs * real[..., None]).sum(1)
    if _same(yours, total / lengths[:, None]) or _same(yours, total):
        raise Gap(
            f"For the row of length 2 you returned {yours[1].tolist()}: its outputs added up.",
            "One of them has seen all the others. Which?",
        )
    if _same(yours, outputs[:, int(lengths.max()) - 2]) or _same(yours, outputs[:, lengths[1] - 1]):
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
    wide, lengths = _random(5, 7, 3), torch.tensor([1, 7, 3, 6, 2])
    expect_close(
        attempt(wide, lengths),
        _last_outputs(wide, lengths),
        "With lengths 1, 7, 3, 6 and 2, entry [{index}] is {yours} instead of {expected}.",
        "Does your code assume a particular number of rows, or an order of the lengths?",
    )


def _truncated_gradient(u: float, w: float, x: list[float], k: int) -> float:
    states = [0.0]
    for value in x:
        states.append(float(np.tanh(u * states[-1] + w * value)))
    total, path = 0.0, 1.0
    for t in range(len(x), max(0, len(x) - k), -1):
        path *= 1 - states[t] ** 2  # through the tanh of step t
        total += path * states[t - 1]
        path *= u
    return total


@exercise(RNNS, reference=_truncated_gradient)
def truncated_gradient(attempt: Attempt) -> None:
    """Three inputs of different size, so that every missing factor shows."""
    u, w, x = 0.8, 1.5, [1.0, -0.5, 0.25]
    h = [0.0]
    for value in x:
        h.append(float(np.tanh(u * h[-1] + w * value)))
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
            _truncated_gradient(u, w, x, 3),
            "goes through all three steps although k is 1",
            "Where does your loop end",
        ),
    ):
        if abs(one - seen) < 1e-9:
            raise Gap(f"With k = 1, your {one:.4f} {says}.", f"{asks}?")
    expect_close(
        one,
        _truncated_gradient(u, w, x, 1),
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
        (one, "is what k = 1 gave", "Which line of your code repeats"),
    ):
        if abs(two - seen) < 1e-9:
            raise Gap(f"With k = 2, your {two:.4f} {says}.", f"{asks}?")
    for k in (2, 3, 9):
        expect_close(
            attempt(u, w, x, k),
            _truncated_gradient(u, w, x, k),
            f"With k = {k} and three inputs you returned {{yours}} instead of {{expected}}.",
            "How many steps are there to go back through, and what does each multiply by?",
        )


def _clipped(gradients: list[np.ndarray], most: float) -> list[np.ndarray]:
    norm = np.sqrt(sum((gradient**2).sum() for gradient in gradients))
    factor = min(1.0, most / norm) if norm > 0 else 1.0
    return [gradient * factor for gradient in gradients]


@exercise(RNNS, reference=_clipped)
def clipped(attempt: Attempt) -> None:
    """Two arrays of norms 3 and 4, so 5 together; then a short gradient, and none."""
    gradients = [np.array([[1.0, 2.0], [2.0, 0.0]]), np.array([0.0, -4.0])]
    yours = attempt(gradients, 1.0)
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
        raise Gap("Some of your numbers have changed their sign.", "Can a factor below 0 occur?")
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
    short = [np.array([0.3]), np.array([[0.4]])]
    yours = attempt(short, 1.0)
    expect(
        np.allclose(yours[0], 0.3) and np.allclose(yours[1], 0.4),
        f"A gradient of norm 0.5 with most = 1 came back with norm "
        f"{np.hypot(yours[0].item(), yours[1].item()):.3f}.",
        "Should a short gradient be made longer?",
    )
    yours = attempt([np.zeros(3)], 1.0)
    expect(
        (yours[0] == 0).all(), f"A gradient of zeros became {yours[0]}.", "What is 0 divided by?"
    )


def _lstm_step(
    x: Tensor, h: Tensor, c: Tensor, W: Tensor, U: Tensor, b: Tensor
) -> tuple[Tensor, Tensor]:
    i, f, g, o = (x @ W.T + h @ U.T + b).chunk(4, -1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c


@exercise(RNNS, reference=_lstm_step)
def lstm_step(attempt: Attempt) -> None:
    """Random numbers throughout, then each typical mistake is computed and compared."""
    x, h, c = _random(2, 3), _random(2, 5), 2 * _random(2, 5)
    W, U, b = _random(20, 3), _random(20, 5), _random(20)
    new_h, new_c = attempt(x, h, c, W, U, b)
    i, f, g, o = (x @ W.T + h @ U.T + b).chunk(4, -1)
    si, sf, so, tg = i.sigmoid(), f.sigmoid(), o.sigmoid(), g.tanh()
    cell = sf * c + si * tg
    for seen, says, asks in (
        (si * c + sf * tg, "was kept by the input gate", "In which order do the four parts stand"),
        (sf * c + tg, "was written without the input gate", "What does i decide"),
        (c + si * tg, "was never forgotten", "Which gate multiplies the old cell"),
        (sf * c + si * g.sigmoid(), "has a sigmoid in its candidate", "Can g be negative"),
        (sf * c + si * g, "has no tanh in its candidate", "Between which numbers does g lie"),
        (sf * h + si * tg, "was made from the old h", "Which of h and c is the conveyor"),
        (f * c + i * tg, "was made with gates outside 0 to 1", "What turns a number into a gate"),
        (
            sf * c + (1 - sf) * tg,
            "was written with 1 - f, as in a GRU",
            "Which gate of the LSTM decides what is written",
        ),
    ):
        if _same(new_c, seen):
            raise Gap(f"Your new cell {says}.", f"{asks}?")
    expect_close(
        new_c,
        cell,
        "Your new cell [{index}] is {yours} instead of {expected}.",
        "It is f * c + i * g. Which of the five is not what it should be?",
    )
    attempt.right.append("The new cell is right.")
    for seen, says, asks in (
        (so * cell, "lacks the tanh of the cell", "Between which numbers must h lie"),
        (so * c.tanh(), "shows the old cell", "Which cell has already read x"),
        (cell.tanh(), "lacks the output gate", "What does o decide"),
        (cell, "is the cell itself", "What stands between the cell and the output"),
        (o.tanh() * cell.tanh(), "has a tanh for its output gate", "Can a gate be negative"),
    ):
        if _same(new_h, seen):
            raise Gap(f"Your new h {says}.", f"{asks}?")
    expect_close(
        new_h,
        so * cell.tanh(),
        "Your new h [{index}] is {yours} instead of {expected}.",
        "It is o * tanh of the new cell. Which part differs?",
    )
