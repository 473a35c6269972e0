"""The check of packing a block of numbers into a few levels, in week6_1_lora."""

import math

import torch
from torch import Tensor

from course_utils.checks import values
from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import expect, expect_close
from course_utils.checks.messages import known, told
from course_utils.checks.tensors import draw
from course_utils.checks.values import close
from course_utils.models.nf4 import nf4_levels


def pack_block(block: Tensor, levels: Tensor) -> tuple[Tensor, float]:
    """The nearest level of each number, (S,), and the scale: the largest size in the block."""
    scale = block.abs().max().item()
    units = block / scale if scale else block
    return (units[:, None] - levels).abs().argmin(1), scale


def _packed(attempt: Attempt, block: Tensor, levels: Tensor) -> tuple[Tensor, float]:
    """What the attempt returns, once it is codes, as whole numbers, and one scale."""
    codes, scale = attempt(block, levels)
    expect(
        isinstance(codes, Tensor) and codes.shape == block.shape,
        f"First comes a tensor with a code for each of the {len(block)} numbers; your first value "
        f"is {values.kind(codes)}{f' of {values.size(codes)}' * isinstance(codes, Tensor)}.",
        "What does your return put first, and over which axis was the smallest sought?",
    )
    expect(
        not isinstance(scale, Tensor) or scale.numel() == 1,
        "Second comes one scale for the block; yours is a tensor of several numbers.",
        "How many numbers does a block need besides its codes?",
    )
    if torch.is_floating_point(codes):
        expect(
            not (block.any() and close(codes, levels[pack_block(block, levels)[0]])),
            "You returned the levels themselves: 32 bits each.",
            "Which small whole number says which level it is?",
        )
        expect(
            False,
            f"Your codes are {codes.dtype}, but levels[codes] needs whole numbers.",
            "Is every path's first value made by argmin, or by something like it?",
        )
    return codes.long(), float(scale)


def diagnose_pack_block(attempt: Attempt) -> None:
    """A block whose largest number is negative; one of zeros; one on NF4's levels."""
    levels = torch.tensor([-1.0, -0.25, 0.0, 0.5, 1.0])
    block = torch.tensor([0.7, -2.0, 0.1, 0.9, -0.2, 1.6])  # units .35, -1, .05, .45, -.1, .8
    codes, scale = _packed(attempt, block, levels)
    known(scale, [
        (1.6, "Your scale is 1.6, the largest number; but -2 is larger in size.",
         "Where would -2 / 1.6 lie on levels that end at -1?"),
        (-2.0, "Your scale is -2: the sign has stayed.",
         "Which call gives the size of a number without its sign?"),
        (0.5, "Your scale is 1 / 2: you multiply by it.",
         "With which number does unpacking multiply?"),
        (1.0, "Your scale is 1: the block is not scaled.", "Which level would -2 get?"),
        (float(block.std()), "Your scale is the standard deviation.",
         "Does the block then lie between -1 and 1?"),
    ])  # fmt: skip
    expect(
        math.isclose(scale, 2.0, rel_tol=1e-5),
        f"The largest size in the block is 2, but your scale is {scale:.3f}.",
        "Which number must become -1 or 1?",
    )
    below = torch.tensor([2, 0, 2, 2, 1, 3])
    known(codes, [
        (torch.tensor([4, 0, 2, 4, 1, 4]),
         "You multiplied by the scale: 0.7 became 1.4, beyond the last level.",
         "Which operation brings -2 to -1?"),
        (torch.tensor([3, 4, 2, 3, 2, 4]),
         "-2 got the highest level: the signs were lost before the levels were compared.",
         "Of what is the size taken, for the scale and for the distance?"),
        (torch.tensor([4, 1, 3, 4, 3, 5]), "Each code is too large by 1.",
         "Which code has the first level?"),
        (below, "Each number got the level below it: 0.45 became 0, though 0.5 is nearer.",
         "How do you find the nearest of all levels?"),
        (below + torch.tensor([1, 0, 1, 1, 1, 1]),
         "Each number got the level above it: 0.05 became 0.5, though 0 is nearer.",
         "How do you find the nearest of all levels?"),
        ((block[:, None] - levels).abs().argmin(1),
         "The levels are those of the block as it is: it was not divided by the scale.",
         "On which interval do the levels lie?"),
    ])  # fmt: skip
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
        codes, scale = _packed(attempt, torch.zeros(4), levels)
    expect(
        close(levels[codes] * scale, torch.zeros(4)),
        "A block of zeros must come back as zeros; yours does not.",
        "Which level is 0, and what is the scale of such a block?",
    )
    expect(
        bool((codes == 2).all()),
        f"Zeros got code {int(codes[0])}, but the level nearest to 0 is number 2.",
        "Which code does your line for such a block give? (0 / 0 is nan, and argmin takes nan.)",
    )
    block = draw(64, seed=4)
    levels = nf4_levels().float()
    codes, scale = _packed(attempt, block, levels)
    steps = ((block / block.abs().max() + 1) / 2 * (len(levels) - 1)).round()
    expect(
        not bool((codes == steps).all()),
        "Your codes are right for sixteen evenly spaced levels; NF4's are closer near 0.",
        "Where does your code look at the levels' values?",
    )
    right, largest = pack_block(block, levels)
    expect(
        bool((codes == right).all()) and math.isclose(scale, largest, rel_tol=1e-5),
        f"Of 64 random numbers on NF4's levels, {int((codes != right).sum())} got another level.",
        "Which number in your code belongs to the first example only?",
    )
