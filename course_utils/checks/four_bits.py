"""The check of packing a block of numbers into a few levels, in week6_1_lora."""

import math

import torch
from torch import Tensor

from course_utils.checks.attempt import Attempt
from course_utils.checks.causal import close, draw, known
from course_utils.checks.exercise import expect, expect_close
from course_utils.checks.messages import known_mistake, told
from course_utils.models.nf4 import nf4_levels


def pack_block(block: Tensor, levels: Tensor) -> tuple[Tensor, float]:
    """The nearest level of each number, (S,), and the scale: the largest size in the block."""
    scale = block.abs().max().item()
    units = block / scale if scale else block
    return (units[:, None] - levels).abs().argmin(1), scale


def diagnose_pack_block(attempt: Attempt) -> None:
    """A block whose largest number is negative; one of zeros; one on NF4's levels."""
    levels = torch.tensor([-1.0, -0.25, 0.0, 0.5, 1.0])
    block = torch.tensor([0.7, -2.0, 0.1, 0.9, -0.2, 1.6])  # units .35, -1, .05, .45, -.1, .8
    codes, scale = attempt(block, levels)
    known_mistake(
        float(scale),
        {
            1.6: (
                "Your scale is 1.6, the largest number; but -2 is larger in size.",
                "Where would -2 / 1.6 lie on levels that end at -1?",
            ),
            -2.0: ("Your scale is -2: the sign has stayed.", "What does absmax stand for?"),
            0.5: (
                "Your scale is 1 / 2: you multiply by it.",
                "With which number does unpacking multiply?",
            ),
            1.0: ("Your scale is 1: the block is not scaled.", "Which level would -2 get?"),
            float(block.std()): (
                "Your scale is the standard deviation.",
                "Does the block then lie between -1 and 1?",
            ),
        },
    )
    expect(
        math.isclose(float(scale), 2.0, rel_tol=1e-5),
        f"The largest size in the block is 2, but your scale is {float(scale):.3f}.",
        "Which number must become -1 or 1?",
    )
    below = torch.tensor([2, 0, 2, 2, 1, 3])
    if torch.is_floating_point(codes):
        known(
            codes,
            [
                (
                    levels[torch.tensor([3, 0, 2, 3, 2, 4])],
                    "You returned the levels themselves: 32 bits each.",
                    "Which small whole number says which level it is?",
                )
            ],
        )
    known(
        codes,
        [
            (
                below,
                "Each number got the level below it: 0.45 became 0, though 0.5 is nearer.",
                "How do you find the nearest of all levels?",
            ),
            (
                below + torch.tensor([1, 0, 1, 1, 1, 1]),
                "Each number got the level above it: 0.05 became 0.5, though 0 is nearer.",
                "How do you find the nearest of all levels?",
            ),
            (
                (block[:, None] - levels).abs().argmin(1),
                "The levels are those of the block as it is: it was not divided by the scale.",
                "On which interval do the levels lie?",
            ),
        ],
    )
    expect_close(
        codes,
        torch.tensor([3, 0, 2, 3, 2, 4]),
        "Number {index} of block / 2 lies nearest to level {expected}; you chose {yours}.",
        "Print (block / scale)[:, None] - levels. Which entry of a row is the smallest in size?",
    )
    with told(
        ("is nan", "divides by zero"),
        "For a block of zeros something became nan: its scale is 0.",
        "What may you divide by when the scale is 0?",
    ):
        codes, scale = attempt(torch.zeros(4), levels)
    expect(
        close(levels[codes] * float(scale), torch.zeros(4)),
        "A block of zeros must come back as zeros; yours does not.",
        "Which level is 0, and what is the scale of such a block?",
    )
    block = draw(64, seed=4)
    levels = nf4_levels().float()
    codes, scale = attempt(block, levels)
    right, largest = pack_block(block, levels)
    expect(
        bool((codes == right).all()) and math.isclose(float(scale), largest, rel_tol=1e-5),
        f"Of 64 random numbers on NF4's levels, {int((codes != right).sum())} got another level.",
        "Which number in your code belongs to the first example only?",
    )
