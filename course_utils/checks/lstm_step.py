"""The exercise lstm_step of week3_1_rnns: one step of an LSTM, and how it goes wrong."""

from itertools import permutations

from torch import Tensor

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import expect, expect_close
from course_utils.checks.messages import known
from course_utils.checks.tensors import draw
from course_utils.checks.values import close


def stepped(
    x: Tensor, h: Tensor, c: Tensor, W: Tensor, U: Tensor, b: Tensor
) -> tuple[Tensor, Tensor]:
    """The new h and the new cell, parts in the order input, forget, candidate, output."""
    i, f, g, o = (x @ W.T + h @ U.T + b).chunk(4, -1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c


def diagnose_lstm(attempt: Attempt) -> None:
    """Random numbers throughout, then each typical mistake is computed and compared."""
    x, h, c = draw(2, 3, seed=5), draw(2, 5, seed=7), 2 * draw(2, 5, seed=7)
    W, U, b = draw(20, 3, seed=23), draw(20, 5, seed=25), draw(20, seed=20)
    answer = attempt(x, h, c, W, U, b)
    shapes = [tuple(getattr(one, "shape", ())) for one in answer]
    expect(
        shapes == [h.shape, c.shape],
        f"Your function returned {len(answer)} results of shapes {shapes}; "
        "it should return two tensors of shape (2, 5).",
        "What does the first line of the stub promise?",
    )
    new_h, new_c = answer
    i, f, g, o = (x @ W.T + h @ U.T + b).chunk(4, -1)
    si, sf, so, tg = i.sigmoid(), f.sigmoid(), o.sigmoid(), g.tanh()
    cell = sf * c + si * tg
    if close(new_h, cell) and close(new_c, so * cell.tanh()):
        raise Gap("Both results are right, in the other order.", "Which is to come first?")
    for parts, says, asks in (
        (x @ W.T + h @ U.T, "without the bias b", "Which of the three terms is missing"),
        (x @ W.T + h @ U.T + 2 * b, "with b twice", "How often does b stand in the formula"),
        (
            x @ W.T + h[-1] @ U.T + b,
            "with the last row's h for every row",
            "Which axis of h is the batch",
        ),
        (x @ W.T + b, "without the old h", "From which two things are the gates computed"),
        (h @ U.T + b, "without x", "From which two things are the gates computed"),
        (x @ W.T + c @ U.T + b, "with c where h belongs", "Which of the two states do gates read"),
    ):
        seen = parts.chunk(4, -1)
        if close(new_c, seen[1].sigmoid() * c + seen[0].sigmoid() * seen[2].tanh()):
            raise Gap(f"Your four parts were computed {says}.", f"{asks}?")
    seen = (x @ W.T + h @ U.T + b).unflatten(-1, (5, 4)).unbind(-1)
    known(new_c, [
        (seen[1].sigmoid() * c + seen[0].sigmoid() * seen[2].tanh(),
         "Each of your parts took every fourth number of the product.",
         "Of the 4C numbers, the first C are the input gate. Which are the forget gate?"),
        (c, "The cell came back as it was.", "Which of your variables is the new cell?"),
    ])  # fmt: skip
    for seen, says, asks in (
        (si * c + sf * tg, "was kept by the input gate", "In which order do the four parts stand"),
        (sf * c + tg, "was written without the input gate", "What does i decide"),
        (c + si * tg, "was never forgotten", "Which gate multiplies the old cell"),
        (sf * c + si * g.sigmoid(), "has a sigmoid in its candidate", "Can g be negative"),
        (sf * c + si * g, "has no tanh in its candidate", "Between which numbers does g lie"),
        (sf * h + si * tg, "was made from the old h", "Which of h and c is the conveyor"),
        (f * c + i * tg, "was made with gates outside 0 to 1", "What turns a number into a gate"),
        (sf * c + si * o.tanh(), "took the fourth part for the candidate", "Which part is third"),
        ((1 - sf) * c + si * tg, "keeps what f says to forget", "What does f = 1 mean"),
        (cell.tanh(), "went through a tanh", "What happens to c along the belt, besides f and i"),
        (sf * (c + si * tg), "forgets what was just written", "Which of the two terms has f in it"),
        (sf * c + si + tg, "adds i and g", "What does i do to the candidate"),
        (
            sf * c + si * g.sigmoid().tanh(),
            "has a candidate that went through a sigmoid before its tanh",
            "Which parts of the product get a sigmoid",
        ),
        (
            f.tanh() * c + i.tanh() * tg,
            "was made with a tanh for its gates",
            "Can a gate be negative",
        ),
        (
            f.softmax(-1) * c + i.softmax(-1) * tg,
            "was made with softmax for its gates",
            "Should the gate of one number depend on the other numbers",
        ),
        (
            sf * c + (1 - sf) * tg,
            "was written with 1 - f, as in a GRU",
            "Which gate of the LSTM decides what is written",
        ),
    ):
        if close(new_c, seen):
            raise Gap(f"Your new cell {says}.", f"{asks}?")
    names, parts = ("first", "second", "third", "fourth"), (i, f, g, o)
    for a, b, d in permutations(range(4), 3):
        found = parts[b].sigmoid() * c + parts[a].sigmoid() * parts[d].tanh()
        if (a, b, d) != (0, 1, 2) and close(new_c, found):
            raise Gap(
                f"Your new cell took the {names[a]} part for i, the {names[b]} for f and the "
                f"{names[d]} for g.",
                "In which order do the four parts stand?",
            )
    expect_close(
        new_c,
        cell,
        "Your new cell [{index}] is {yours} instead of {expected}.",
        "It is f * c + i * g. Which of the four is not what it should be?",
        tolerance=1e-5,
    )
    attempt.right.append("The new cell is right.")
    for seen, says, asks in (
        (so * cell, "lacks the tanh of the cell", "Between which numbers must h lie"),
        (so * c.tanh(), "shows the old cell", "Which cell has already read x"),
        (cell.tanh(), "lacks the output gate", "What does o decide"),
        ((so * cell).tanh(), "has the output gate inside the tanh", "Which comes first, o or tanh"),
        (cell, "is the cell itself", "What stands between the cell and the output"),
        (o.tanh() * cell.tanh(), "has a tanh for its output gate", "Can a gate be negative"),
        (o * cell.tanh(), "has no sigmoid in its output gate", "Between which numbers is a gate"),
        (so * cell.sigmoid(), "has a sigmoid of the cell", "Which function shows the cell"),
        (so * tg, "shows the candidate", "What has the cell besides what was just written"),
        (si * cell.tanh(), "took the first part for o", "In which order do the four parts stand"),
        (sf * cell.tanh(), "took the second part for o", "In which order do the four parts stand"),
        (h * so * cell.tanh(), "has the old h for a factor", "Which two things make the new h"),
        (so * h.tanh(), "shows the old h", "What does the output gate let out"),
    ):
        if close(new_h, seen):
            raise Gap(f"Your new h {says}.", f"{asks}?")
    expect_close(
        new_h,
        so * cell.tanh(),
        "Your new h [{index}] is {yours} instead of {expected}.",
        "It is o * tanh of the new cell. Which part differs?",
        tolerance=1e-5,
    )
