"""Checks of week6_1_lora, each after the course's own version of the exercise."""

import torch
from torch import Tensor

from course_utils import low_rank
from course_utils.checks import four_bits, lora_layers
from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import exercise, expect_close
from course_utils.checks.messages import known, told
from course_utils.checks.tensors import draw

LORA = "week6_1_lora"


def _truncate(matrix: Tensor, rank: int) -> Tensor:
    return low_rank.truncate(matrix, rank)


@exercise(LORA, reference=_truncate)
def truncate(attempt: Attempt) -> None:
    """A matrix of 3 by 5 with singular values 4, 2 and 1, cut at rank 2 and then at others."""
    U, _ = torch.linalg.qr(draw(3, 3, seed=1))
    V, _ = torch.linalg.qr(draw(5, 3, seed=2))
    S = torch.tensor([4.0, 2.0, 1.0])
    matrix = U * S @ V.T
    with told(
        ("mat1 and mat2", "must match the size", "Your result has shape (3, 3)"),
        "A matrix of 3 by 5 has U (3, 3), S (3,) and Vh (3, 5) with full_matrices=False.",
        "Which rows or columns of each belong to the first r directions?",
    ):
        yours = attempt(matrix, 2)
    parts = [S[i] * torch.outer(U[:, i], V[:, i]) for i in range(3)]
    first = torch.zeros_like(matrix)
    first[:2] = matrix[:2]
    square = first.clone()
    square[:, 2:] = 0
    left, _, right = torch.linalg.svd(matrix, full_matrices=False)
    known(yours, [
        (matrix, "Nothing was cut: the rank is still 3.",
         "What is done with the argument r? (Three directions are all there are.)"),
        (parts[1] + parts[2], "You kept the two smallest singular values, 2 and 1, and dropped 4.",
         "In which order does torch.linalg.svd return them, and where does yours begin?"),
        (parts[2], "You kept what is to be left out: only the singular value 1 remains.",
         "Which side of the slice are the first r directions?"),
        (parts[1], "Only one direction is left, the second. Rank 2 means the first two together.",
         "Is your index a slice or a single place?"),
        (parts[0], "Rank 2 was asked for, but your result has rank 1.",
         "How many entries does a slice [:r] have?"),
        (parts[0] / 4 + parts[1] / 2,
         "Directions are right, sizes are gone: each one counts 1 instead of 4 and 2.",
         "What belongs between U and Vh?"),
        (4 * parts[0] + 2 * parts[1],
         "Each direction is too large by its own singular value: 16 and 4, not 4 and 2.",
         "How often does S come in?"),
        (parts[0] / 2 + parts[1] / 2**0.5,
         "Each direction counts the root of its singular value: 2 and √2, not 4 and 2.",
         "If S is shared out to two factors, what must the other one get?"),
        (left[:2].T * S[:2] @ right[:2],
         "You took the first two rows of U; its columns are the directions.",
         "Which axis of U has one entry for each singular value?"),
        (first, "You kept the first two rows of the matrix. Rank counts directions, not rows.",
         "Which function finds the directions in which the matrix is largest?"),
        (square, "You kept a corner of the matrix of 2 by 2 numbers.",
         "Which function finds the directions in which the matrix is largest?"),
    ])  # fmt: skip
    expect_close(
        yours,
        parts[0] + parts[1],
        "Entry {index} of the nearest matrix of rank 2 is {expected}; you returned {yours}.",
        "Add the first r terms S[i] · (column i of U) · (row i of Vh). Which term is different?",
        tolerance=1e-4,
    )
    with told(
        ("returned a number: 0",),
        "At rank 0 you returned the number 0: a sum of no terms.",
        "Of which shape are the zeros to be, and from what can your sum begin?",
    ):
        nothing = attempt(matrix, 0)
    expect_close(
        nothing,
        torch.zeros(3, 5),
        "At rank 0 nothing is left, but entry {index} is {yours}.",
        "What does a slice give when r is 0? ([-0:] is everything.)",
        tolerance=1e-5,
    )
    tall = draw(6, 4, seed=3)
    expect_close(
        attempt(tall, 3),
        low_rank.truncate(tall, 3),
        "For a matrix of 6 by 4 at rank 3, entry {index} should be {expected}; yours is {yours}.",
        "Which number in your code belongs to the first example only?",
        tolerance=1e-4,
    )


def _lora_forward(x: Tensor, weight: Tensor, bias: Tensor, A: Tensor, B: Tensor, alpha: float):
    return x @ weight.T + bias + alpha / len(A) * (x @ A.T @ B.T)


@exercise(LORA, reference=_lora_forward)
def lora_forward(attempt: Attempt) -> None:
    """Five inputs of 4 numbers to outputs of 3, rank 2, α = 6."""
    x, W, b = draw(5, 4, seed=1), draw(3, 4, seed=2), draw(3, seed=3)
    A, B, alpha = draw(2, 4, seed=4), draw(3, 2, seed=5), 6.0
    plain, change = x @ W.T + b, x @ A.T @ B.T
    with told(
        ("mat1 and mat2", "must match", "size mismatch"),
        "Two shapes do not fit: x (5, 4), weight (3, 4), A (2, 4), B (3, 2).",
        "x is a row for each input. Which matrices must be transposed to stand behind it?",
    ):
        yours = attempt(x, W, b, A, B, alpha)
    ask = "The factor is α / r. Which axis of A has r entries?"
    known(yours, [
        (plain, "You returned W x + b: the change is missing.", "Where do A and B come in?"),
        (3 * change, "You returned the change alone, without W x + b.",
         "What of the base stays when LoRA is added?"),
        (plain + change, "The change is not scaled: α is 6 and r is 2.", ask),
        (plain + 6 * change, "The change is multiplied by α alone: r is missing.", ask),
        (plain + 12 * change, "The change is multiplied by α · r.", ask),
        (plain + 2 * change, "You divide α by 3, which is the number of outputs.", ask),
        (plain + 1.5 * change, "You divide α by 4, which is the number of inputs.", ask),
        (plain + change / 3, "The change is multiplied by r / α.", ask),
        (plain + 6 / 2**0.5 * change, "You divide α by √r. Here it is by r.", ask),
        (plain - 3 * change, "The change is taken away.", "Which sign has it in the formula?"),
        (x @ W.T + 3 * change, "The bias is missing.",
         "Which part of the base layer did you forget?"),
        (plain + 3 * (change + b), "The bias is counted twice.", "Does LoRA change the bias?"),
        (plain + 3 * change + b, "The bias is counted twice.", "Does LoRA change the bias?"),
        (plain + 3 * change + 2 * b, "The bias is scaled too.", "What does α / r multiply?"),
        (3 * (plain + change), "All is scaled, W x + b too.", "What does α / r multiply?"),
    ])  # fmt: skip
    expect_close(
        yours,
        plain + 3 * change,
        "Entry {index} should be {expected}; you returned {yours}.",
        "Print x @ weight.T + bias and x @ A.T @ B.T. How are the two put together?",
        tolerance=1e-4,
    )
    x, W, A, B = draw(2, 7, 6, seed=6), draw(5, 6, seed=7), draw(3, 6, seed=8), draw(5, 3, seed=9)
    b = draw(5, seed=10)
    with told(
        ("mat1 and mat2", "must match", "size mismatch", "expected", "dimension"),
        "With inputs of shape (2, 7, 6), which is (batch, T, C_in), your code stops.",
        "Which line counts axes from the front, or takes all of them with .T?",
    ):
        yours = attempt(x, W, b, A, B, 1.0)
    ask = "How large is α / r for α = 1 and r = 3? (// drops what is behind the point.)"
    known(yours, [(x @ W.T + b, "At rank 3 and α = 1 the change is missing.", ask)])
    expect_close(
        yours,
        _lora_forward(x, W, b, A, B, 1.0),
        "For inputs (2, 7, 6), rank 3 and α = 1, entry {index} should be {expected}; yours is "
        "{yours}.",
        "Which number in your code belongs to the first example only?",
        tolerance=1e-4,
    )
    x, W, b = 1e-30 * draw(2, 8, seed=11), draw(6, 8, seed=12), draw(6, seed=13)
    A, B = 1e20 * draw(2, 8, seed=14), 1e20 * draw(6, 2, seed=15)
    with told(
        ("Your result[",),
        "With A and B near 1e20 your outputs are infinite or nan, though the layer's are not: the "
        "matrix BA, near 1e40, was built on the way.",
        "In which order are x, A and B multiplied so that nothing as large as W comes up?",
    ):
        yours = attempt(x, W, b, A, B, 6.0)
    known(yours, [(x @ W.T + b, "With a tiny x the change is lost.", "What did you round?")])


def _lora_share(layers: list[tuple[int, int]], rank: int) -> float:
    return sum(rank * (a + b) for a, b in layers) / sum(a * b for a, b in layers)


@exercise(LORA, reference=_lora_share)
def lora_share(attempt: Attempt) -> None:
    """One square layer, one that widens, and both together."""
    yours = attempt([(10, 10)], 2)
    known(yours, [
        (2.5, "You returned 2.5, which is 100 / 40: base over LoRA.",
         "Which of the two is the small one?"),
        (0.2, "You counted 20 new numbers; there are 40.",
         "A has 2 · 10 and B has 10 · 2. Which of them is in your sum?"),
        (0.3, "You counted 30 new numbers; there are 40.",
         "Does the rank multiply both widths? (1.5 r / C is for the six of a block.)"),
        (40 / 110, "You divided by 110: the ten biases are counted too.",
         "Which numbers does the task leave out?"),
        (0.0, "Your share is 0.", "What does // do with 40 and 100?"),
        (2.0, "You counted 200 new numbers for a layer of 100.",
         "What are the shapes of A and B at rank 2?"),
        (40.0, "You returned 40, a count or a percentage; wanted is a share.", "40 of how many?"),
        (40 / 140, "You divided by 140: the new numbers are counted with the base's.",
         "A share of what is asked for?"),
        (0.02, "Your share does not count the widths of A and B.", "How wide is A?"),
    ])  # fmt: skip
    expect_close(
        yours,
        0.4,
        "For one layer of 10 by 10 at rank 2 the share is 40 / 100 = {expected}; yours is {yours}.",
        "Write down the shapes of A and B. How many numbers is that?",
    )
    yours = attempt([(10, 40)], 2)
    known(yours, [
        (0.1, "A layer of 10 to 40 got 40 new numbers; it needs 100.",
         "Is C_out the same as C_in here?"),
        (0.4, "A layer of 10 to 40 got the share 0.4, that of a square one.",
         "How many numbers have A (2, 10) and B (40, 2), and how many has W?"),
    ])  # fmt: skip
    expect_close(
        yours,
        0.25,
        "For a layer from 10 to 40 at rank 2 the share is {expected}; yours is {yours}.",
        "A is (2, 10) and B is (40, 2). How many numbers is that, of how many?",
    )
    yours = attempt([(10, 10), (10, 40)], 2)
    known(yours, [
        (0.325, "You took the mean of the layers' shares, 0.4 and 0.25.",
         "Should a layer of 400 numbers count as much as one of 100?"),
        (0.65, "You added up the layers' shares, 0.4 and 0.25.", "Share of which total?"),
        (0.4, "Only the first layer was counted.", "Does your return stand inside the loop?"),
        (0.25, "Only the last layer was counted.", "What does your loop add up?"),
        (0.35, "You divided the sum by the last layer alone.", "140 new numbers, of how many?"),
        (0.14, "You divided by 1,000, which is (10 + 10) · (10 + 40).",
         "Is a sum of products the product of the sums?"),
    ])  # fmt: skip
    expect_close(
        yours,
        0.28,
        "For both layers together the share is 140 / 500 = {expected}; yours is {yours}.",
        "Which two sums are divided?",
    )
    block = [(32, 32)] * 4 + [(32, 128), (128, 32)]
    expect_close(
        attempt(block, 4),
        1.5 * 4 / 32,
        "For the six matrices of a block of width 32 at rank 4 the share is {expected}; yours is "
        "{yours}.",
        "Which number in your code belongs to the first examples only?",
    )


@exercise(LORA, reference=four_bits.pack_block)
def pack_block(attempt: Attempt) -> None:
    """A block whose largest number is negative; one of zeros; one on NF4's levels."""
    four_bits.diagnose_pack_block(attempt)


@exercise(LORA, reference=lora_layers.lora_fault)
def lora_fault(attempt: Attempt) -> None:
    """Two sound layers, and seven with a fault: three of them in merged(), one with two faults."""
    lora_layers.diagnose_lora_fault(attempt)
