"""How much of a matrix a few directions hold: truncation, and two random rivals of equal rank.

Letters in shapes: C_out and C_in the widths of a linear layer, r the rank.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from course_utils.models.adapters import MATRICES, layers_called


def check_rank(matrix: Tensor, rank: int) -> None:
    """Refuse a rank that no matrix of this shape has, and what is no matrix of finite numbers."""
    if matrix.dim() != 2 or not matrix.isfinite().all():
        raise ValueError(f"{matrix!r:.60} is no matrix of finite numbers, (C_out, C_in)")
    most = min(matrix.shape)
    if not 0 <= rank <= most:
        raise ValueError(f"rank is {rank}; of {tuple(matrix.shape)} numbers it is from 0 to {most}")


def truncate(matrix: Tensor, rank: int) -> Tensor:
    """The nearest matrix of rank r, by sum of squares: (C_out, C_in) -> same.

    The r largest singular values are kept, the others become 0 (Eckart and Young 1936).

    >>> truncate(torch.tensor([[3.0, 0.0], [0.0, 1.0]]), 1).round(decimals=3).tolist()
    [[3.0, 0.0], [0.0, 0.0]]

    Raises:
        ValueError: for a negative rank, or one above both widths.
    """
    check_rank(matrix, rank)
    U, S, Vh = torch.linalg.svd(matrix, full_matrices=False)
    return U[:, :rank] * S[:rank] @ Vh[:rank]


def random_part(matrix: Tensor, rank: int, seed: int) -> Tensor:
    """What a matrix does in r random directions, and 0 in all others.

    Of rank r as `truncate`, and made of the same matrix, but the directions are not chosen. They
    are drawn on its narrower side, among inputs or among outputs, so that all of them together
    give the whole matrix.
    """
    check_rank(matrix, rank)
    generator = torch.Generator().manual_seed(seed)
    wide = matrix.shape[1] > matrix.shape[0]
    drawn = torch.randn(min(matrix.shape), rank, generator=generator, dtype=matrix.dtype)
    Q, _ = torch.linalg.qr(drawn)  # orthonormal columns
    return Q @ Q.T @ matrix if wide else matrix @ Q @ Q.T


def random_change(matrix: Tensor, rank: int, seed: int) -> Tensor:
    """A random matrix of rank r that is as large as the truncated one.

    >>> there = torch.eye(4)
    >>> change = random_change(there, 2, seed=0)
    >>> bool(torch.isclose(change.norm(), truncate(there, 2).norm()))
    True
    """
    check_rank(matrix, rank)
    generator = torch.Generator().manual_seed(seed)
    C_out, C_in = matrix.shape
    B = torch.randn(C_out, rank, generator=generator, dtype=matrix.dtype)
    A = torch.randn(rank, C_in, generator=generator, dtype=matrix.dtype)
    change = B @ A
    size = change.norm()
    return change * (truncate(matrix, rank).norm() / size) if size > 0 else change


def kept(matrix: Tensor, rank: int) -> float:
    """The share of the sum of squares that the best r directions hold; of zeros, all of it.

    >>> kept(torch.tensor([[3.0, 0.0], [0.0, 1.0]]), 1)
    0.9
    """
    check_rank(matrix, rank)
    squares = torch.linalg.svdvals(matrix).double().square()
    whole = squares.sum()
    return round(float(squares[:rank].sum() / whole), 6) if whole else 1.0


def matrices_of(model: nn.Module, targets: Sequence[str] = MATRICES) -> dict[str, Tensor]:
    """Copies of the matrices of the linear layers that the targets name, by full name."""
    layers = layers_called(model, targets)
    return {name: layer.weight.detach().clone() for name, layer in layers.items()}


def differences(before: Mapping[str, Tensor], after: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """ΔW of each matrix, after minus before."""
    return {name: after[name] - matrix for name, matrix in before.items()}


@torch.no_grad()
def set_matrices(
    model: nn.Module, before: Mapping[str, Tensor], changes: Mapping[str, Tensor]
) -> None:
    """Write W + ΔW into each linear layer that is named; the rest of the model stays."""
    for name, matrix in before.items():
        model.get_submodule(name).weight.copy_(matrix + changes[name])
