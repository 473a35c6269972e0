"""Checks of week4_1_attention, each after the course's own version of the exercise."""

import torch
from torch import Tensor

from course_utils.checks import causal
from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import exercise, expect, expect_close
from course_utils.checks.messages import known, told
from course_utils.checks.tensors import draw
from course_utils.checks.values import close

ATTENTION = "week4_1_attention"


def _score_gradient(weights: Tensor, values: Tensor, context_gradient: Tensor) -> Tensor:
    along = values @ context_gradient  # (S,)
    return weights * (along - weights @ along)


@exercise(ATTENTION, reference=_score_gradient)
def score_gradient(attempt: Attempt) -> None:
    """Three values that pull in different directions, one of them hardly looked at."""
    weights = torch.tensor([0.5, 0.25, 0.25])
    values = torch.tensor([[0.0, 4.0], [4.0, 0.0], [3.0, 1.0]])
    gradient = torch.tensor([-1.0, 1.0])
    along = values @ gradient  # 4, -4, -2
    mean = weights @ along  # 0.5
    with told(
        ("Your result has shape (2,)", "Your result has shape ()"),
        "One number is wanted for each score: three here.",
        "Over which axis of values does the product with context_gradient sum?",
    ):
        yours = attempt(weights, values, gradient)
    ask_sum = (
        "A softmax has one denominator for all. Which other weights fall when one score rises?"
    )
    known(yours, [
        (along, "You returned 4, -4 and -2: those are the gradients of the weights, v · g.",
         "How does a weight change when its score changes? (A softmax lies between.)"),
        (weights * along,
         "You returned weights * (v · g): only the weight of the score itself is moved.", ask_sum),
        (along - mean, "You returned v · g minus its mean, without the weight in front.",
         "Can a score whose weight is nearly 0 matter as much as one with weight 1/2?"),
        (weights * along - mean,
         "You took away the mean of v · g itself, not the mean times the weight.",
         "In the formula, what does the weight in front of the bracket multiply?"),
        (weights * (along - (mean - weights * along)),
         "In each score's sum its own word is left out: you added up over i ≠ j.",
         "Its own term then has the factor 1, not 1 - a. What does the sum over all i add?"),
        (weights * (1 - weights) * along,
         "You returned a (1 - a) (v · g): right if only one weight moved.", ask_sum),
        (weights * (along - along.mean()),
         "You took away the plain mean of v · g; the context is a weighted mean.",
         "With which weights is the context mixed?"),
        (-weights * (along - mean), "All signs are turned round.",
         "A gradient points to where the loss grows. Did you go downhill already?"),
    ])  # fmt: skip
    expect(
        abs(yours.sum().item()) < 1e-5,
        f"Your gradients sum to {yours.sum():.3f}, but adding the same number to all scores "
        "changes nothing, so they must sum to 0.",
        "Which term takes the common part away?",
    )
    expect_close(
        yours,
        _score_gradient(weights, values, gradient),
        "Score {index} should get {expected}; you returned {yours}.",
        "Print v · g for each word, and their weighted mean. What must be combined how?",
        tolerance=1e-5,
    )
    weights, values = draw(6, seed=1).softmax(0), draw(6, 5, seed=2)
    expect_close(
        attempt(weights, values, draw(5, seed=3)),
        _score_gradient(weights, values, draw(5, seed=3)),
        "For six words with values of five numbers, score {index} should get {expected}; you "
        "returned {yours}.",
        "Which number in your code belongs to the first example only?",
        tolerance=1e-4,
    )


@exercise(ATTENTION, reference=causal.causal_attention)
def causal_attention(attempt: Attempt) -> None:
    """Two texts of five positions, vectors of three numbers."""
    causal.diagnose_causal_attention(attempt)


@exercise(ATTENTION, reference=causal.sees_the_future)
def sees_the_future(attempt: Attempt) -> None:
    """Models that see nothing, one step, all, or only the far end of the future."""
    causal.diagnose_future(attempt)


def _split_heads(x: Tensor, heads: int) -> Tensor:
    B, T, C = x.shape
    return x.reshape(B, T, heads, C // heads).transpose(1, 2)


@exercise(ATTENTION, reference=_split_heads)
def split_heads(attempt: Attempt) -> None:
    """Numbers that tell text, place and column: 1000 b + 100 t + c."""
    B, T, C, H = 2, 5, 12, 3
    b, t, c = (torch.arange(n) for n in (B, T, C))
    x = 1000.0 * b[:, None, None] + 100.0 * t[None, :, None] + c
    with told(
        ("Your result has shape (2, 5, 3, 4)",),
        "Your result has shape (2, 5, 3, 4) = (B, T, H, D); wanted is (B, H, T, D).",
        "Each head works on all positions by itself. Which two axes must change places?",
    ):
        yours = attempt(x, H)
    known(yours, [
        (x.reshape(B, H, T, C // H),
         "The numbers of one position are spread over several heads' rows: head 0 holds "
         f"{yours[0, 0, 1].tolist()} where position 1 should be, {x[0, 1, :4].tolist()}.",
         "reshape keeps the order of the numbers. Which axis does C split into first?"),
        (x.reshape(B, T, C // H, H).permute(0, 3, 1, 2),
         f"Head 0 holds the columns {', '.join(f'{n:g}' for n in yours[0, 0, 0].tolist())}: "
         "every third one.", "Head 0 should take the first D columns. Is C = H · D or D · H?"),
    ])  # fmt: skip
    expect_close(
        yours,
        _split_heads(x, H),
        "Entry {index} (text, head, place, column) should be {expected}; yours is {yours}.",
        "The numbers say where they come from: 1000 b + 100 t + c. Which axis went astray?",
    )
    x = draw(1, 5, 12, seed=1)
    for heads in (1, 3, 12):
        expect_close(
            attempt(x, heads),
            _split_heads(x, heads),
            f"With heads = {heads} and 12 columns, entry {{index}} should be {{expected}}; yours "
            "is {yours}.",
            "Which number in your code belongs to the first example only?",
        )


def _rotate(x: Tensor) -> Tensor:
    T, D = x.shape[-2:]
    speeds = 10_000 ** (-torch.arange(0, D, 2) / D)
    angles = torch.arange(T)[:, None] * speeds
    even, odd = x[..., 0::2], x[..., 1::2]
    turned = [
        even * angles.cos() - odd * angles.sin(),
        even * angles.sin() + odd * angles.cos(),
    ]
    return torch.stack(turned, dim=-1).flatten(-2)


def _halves(x: Tensor) -> Tensor:
    """The rotation with columns i and i + D / 2 as pairs."""
    first, second = x.chunk(2, -1)
    turned = _rotate(torch.stack([first, second], -1).flatten(-2))
    return torch.cat([turned[..., 0::2], turned[..., 1::2]], -1)


@exercise(ATTENTION, reference=_rotate)
def rotate(attempt: Attempt) -> None:
    """Lengths, place 0, and that only the distance of two places counts."""
    x = draw(6, 4, seed=7)
    yours = attempt(x)
    one_speed = torch.stack([torch.arange(6.0)] * 2, -1)
    even, odd = x[:, 0::2], x[:, 1::2]
    angles = torch.arange(6)[:, None] * 10_000 ** (-torch.arange(0, 4, 2) / 4)
    first = even * angles.cos() - odd * angles.sin()
    known(
        yours,
        [
            (x, "Nothing has turned.", "By which angle does place 3 turn its first pair?"),
            (
                torch.stack([first, first * angles.sin() + odd * angles.cos()], -1).flatten(-2),
                "The second number of each pair was computed from the first one after its turn.",
                "What does x[..., 0::2] hold when your second line runs?",
            ),
            (
                torch.stack(
                    [
                        even * angles.sin() - odd * angles.cos(),
                        even * angles.cos() + odd * angles.sin(),
                    ],
                    -1,
                ).flatten(-2),
                "Sine and cosine have changed places: the angle 0 has cosine 1 and sine 0.",
                "Which of the two stands first in the formula?",
            ),
            (
                torch.cat([_rotate(x)[:, 0::2], _rotate(x)[:, 1::2]], -1),
                "The pairs are turned rightly, but put together in another order: first all first "
                "partners, then all second ones.",
                "At which columns do the two numbers of pair 1 belong?",
            ),
            (
                _halves(x),
                "Columns 0 and 2 turn together, as in some published code; here the pairs are "
                "neighbors, (0, 1) and (2, 3).",
                "Which slices give the even and the odd columns?",
            ),
            (
                torch.stack(
                    [
                        even * one_speed.cos() - odd * one_speed.sin(),
                        even * one_speed.sin() + odd * one_speed.cos(),
                    ],
                    -1,
                ).flatten(-2),
                "All pairs turn at the same speed.",
                "What is the speed of pair i? (Pair 0 turns by one radian a place.)",
            ),
        ],
    )
    expect(
        close(yours[0], x[0]) or not close(yours[0, 0::2], x[0, 0::2]),
        "Place 0 turns by the angle 0, so its vector must stay as it is; yours keeps the first "
        f"number of each pair, but the second becomes {yours[0, 1]:.3f} instead of {x[0, 1]:.3f}.",
        "What does your second line give for the cosine 1 and the sine 0?",
    )
    expect(
        close(yours[0], x[0]),
        "Place 0 turns by the angle 0, so its vector must stay as it is; yours changed.",
        "Does your count of places begin with 0? And are all cosines 1 and all sines 0 there?",
    )
    longer = (yours.norm(dim=-1) - x.norm(dim=-1)).abs().max().item()
    expect(
        longer < 1e-4,
        f"A rotation keeps the length of each vector; yours changes one by {longer:.3f}.",
        "Which of the four products needs the minus sign?",
    )
    known(
        yours,
        [
            (
                torch.stack(
                    [
                        even * angles.cos() + odd * angles.sin(),
                        odd * angles.cos() - even * angles.sin(),
                    ],
                    -1,
                ).flatten(-2),
                "Every pair turns the other way round.",
                "Which of the two sines has the minus sign in the task's formula?",
            )
        ],
    )
    expect_close(
        yours,
        _rotate(x),
        "Entry {index} (place, column) should be {expected}; yours is {yours}.",
        "Print your angles, (T, D / 2): is column i of row t equal to t * 10000 ** (-2 i / D)?",
        tolerance=1e-4,
    )
    x = draw(2, 3, 9, 8, seed=8)
    expect_close(
        attempt(x),
        _rotate(x),
        "For (B, H, T, D) = (2, 3, 9, 8), entry {index} should be {expected}; yours is {yours}.",
        "Which axes does your code name by counting from the front?",
        tolerance=1e-4,
    )
