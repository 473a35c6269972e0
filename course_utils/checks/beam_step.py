"""The exercise extend_beam of week3_2_seq2seq: one step of beam search, and how it goes wrong."""

import math

import numpy as np

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import expect, expect_close
from course_utils.checks.messages import told

Beam = list[tuple[tuple[int, ...], float]]


ALLOWED = (
    "Your beam holds a token whose log-probability is -inf.",
    "Padding is given -inf so that it is never chosen. Which line lets it through?",
)


def extended(beam: Beam, log_probabilities: np.ndarray, width: int) -> Beam:
    """The `width` likeliest one-token continuations, the best first."""
    longer = [
        ((*tokens, token), total + float(row[token]))
        for (tokens, total), row in zip(beam, log_probabilities, strict=True)
        for token in range(len(row))
        if row[token] > -math.inf
    ]
    return sorted(longer, key=lambda one: -one[1])[:width]


def diagnose_step(attempt: Attempt) -> None:
    """Two hypotheses; the better one has the worse continuations, so old totals matter."""
    beam = [((7,), math.log(0.5)), ((8,), math.log(0.4))]
    rows = np.log(np.array([[0.4, 0.35, 0.25], [0.8, 0.15, 0.05]]))
    yours = attempt(beam, rows, 3)
    expect(
        len(yours) > 0,
        "You kept nothing, though there are six extensions and three places.",
        "Which line puts an extension into the list that you return?",
    )
    expect(
        all(len(one) == 2 and isinstance(one[0], tuple | list) for one in yours),
        f"Your beam holds {yours[0]}; pairs (tokens, total) are wanted.",
        "What goes in as an element of beam, and what has to come out?",
    )
    tokens = [tuple(one[0]) for one in yours]
    highest = max(float(one[1]) for one in yours)
    expect(
        highest <= 0,
        f"Your totals go up to {highest:.3f}, but a log-probability is never above 0.",
        "Probabilities are multiplied. What is then done with their logarithms?",
    )
    right = [one for one, _ in extended(beam, rows, 3)]  # (8, 0), (7, 0), (7, 1)
    if len(tokens) > 3:
        raise Gap(
            f"You kept {len(tokens)} hypotheses with width 3.",
            "Is the width for each hypothesis, or for the whole beam?",
        )
    if (7,) in tokens or (8,) in tokens:
        raise Gap(
            f"You kept {tokens}: a hypothesis of the old beam is among them, without a new token.",
            "A shorter text is always likelier. May it compete with its own extensions?",
        )
    if any(len(one) < 2 for one in tokens):
        raise Gap(
            f"You kept {tokens}: only the new tokens.",
            "Where do the tokens go that a hypothesis had before?",
        )
    if tokens == [(8, 2), (8, 1), (8, 0)]:
        raise Gap(
            f"You kept {tokens}: sorted by the tokens, the highest first.",
            "Pairs are compared by their first part. Which part should decide, and how does sort "
            "learn that?",
        )
    if tokens == [one[::-1] for one in right]:
        raise Gap(
            f"You kept {tokens}: the new token stands before the old ones.",
            "In which order is the text read?",
        )
    if tokens and tokens[0] == (8, 2):
        raise Gap(
            "Your first hypothesis is (8, 2), the least likely of all.",
            "In which direction do you sort, and what is larger, log 0.32 or log 0.02?",
        )
    if tokens == right[::-1]:
        raise Gap(
            "You kept the right three, with the best one last.",
            "Where does the next step look for the best hypothesis?",
        )
    if tokens == [(7, 0), (7, 1), (7, 2)]:
        raise Gap(
            "All that you kept continue (7,), the likeliest beginning.",
            "(8, 0) has 0.4 * 0.8. Do you compare the continuations of all hypotheses, and by "
            "their totals?",
        )
    if tokens and all(one[-1] == 2 for one in tokens):
        raise Gap(
            f"You kept {tokens}: tokens 0 and 1 are never continued with.",
            "What marks a token that may never be written: its id or its log-probability?",
        )
    if len(tokens) == 2:
        raise Gap(
            f"With width 3 you kept {tokens}: one continuation of each hypothesis.",
            "May two of the best three come from the same hypothesis?",
        )
    totals = [float(one[1]) for one in yours]
    by_last = [float(row) for row in np.sort(rows, axis=None)[::-1][:3]]
    if np.allclose(totals, by_last[: len(totals)]):
        raise Gap(
            f"Your best total is {totals[0]:.3f} = log 0.8, the last step alone.",
            "The likelihood of a text is a product over all of its tokens. Which part is missing?",
        )
    expect(
        tokens == right,
        f"You kept {tokens}; the three likeliest are {right}.",
        "Their probabilities are 0.32, 0.2 and 0.175. Which ones does your code compute?",
    )
    expect_close(
        totals,
        [math.log(0.32), math.log(0.2), math.log(0.175)],
        "The total of hypothesis {index} is {yours} instead of {expected}.",
        "Probabilities are multiplied. What happens to their logarithms?",
    )
    weak = [((7,), math.log(0.5)), ((8,), math.log(0.1))]
    kept = [tuple(one[0]) for one in attempt(weak, rows, 3)]
    expect(
        kept == [(7, 0), (7, 1), (7, 2)],
        f"You kept {kept}: sorted by the last step alone? (8, 0) has only 0.1 * 0.8."
        if kept[:1] == [(8, 0)]
        else f"You kept {kept}; the three likeliest are (7, 0), (7, 1) and (7, 2).",
        "By which number do you sort, and does every token get its turn?",
    )
    equal = [((7,), math.log(0.5)), ((8,), math.log(0.5))]
    kept = {tuple(one[0]) for one in attempt(equal, rows[[1, 1]], 2)}
    expect(
        kept == {(7, 0), (8, 0)},
        f"(7, 0) and (8, 0) have equal totals, the highest, but you kept {sorted(kept)}.",
        "What does your container do with two continuations of the same total?",
    )
    blocked = rows.copy()
    blocked[:, 0] = -math.inf
    with told(("is -inf",), *ALLOWED):
        kept = [tuple(one[0]) for one in attempt(beam, blocked, 6)]
    expect(
        len(kept) == 4,
        f"With four possible continuations and width 6 you kept {len(kept)}.",
        "What if there are fewer continuations than places?",
    )
    right = [one for one, _ in extended(beam, blocked, 6)]
    expect(
        kept == right,
        f"With token 0 at -inf you kept {kept}, not {right}.",
        "Is the id of a token still its column when the blocked ones are left out?",
    )
    many = np.log(np.random.default_rng(0).dirichlet(np.ones(40), size=2))
    kept = [tuple(one[0]) for one in attempt(beam, many, 10)]
    right = [one for one, _ in extended(beam, many, 10)]
    expect(
        kept == right,
        f"Of 80 extensions you kept the ten likeliest in another order: {kept[:3]} first, not "
        f"{right[:3]}."
        if sorted(kept) == sorted(right)
        else f"Of 80 extensions you kept {kept[:3]} first, not {right[:3]}.",
        "Does your code sort what it keeps, however long the rows are?",
    )
    one = attempt([((), 0.0)], rows[:1], 1)
    expect(
        [tuple(one[0][0])] == [(0,)] and len(one) == 1,
        f"From the empty beginning with width 1 you kept {one}.",
        "What is the likeliest first token here?",
    )
