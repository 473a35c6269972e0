"""Truncation is the best of its rank; the random rivals are what they claim to be."""

import pytest
import torch

from course_utils.low_rank import (
    differences,
    kept,
    matrices_of,
    random_change,
    random_part,
    set_matrices,
    truncate,
)
from course_utils.models.adapters import MATRICES
from course_utils.models.transformer import GPT, TransformerConfig


def drawn(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


@pytest.mark.parametrize("shape", [(8, 8), (12, 5), (5, 12)])
@pytest.mark.parametrize("rank", [0, 1, 3, 5])
def test_truncation_has_the_rank_and_the_error_that_eckart_and_young_say(shape, rank):
    matrix = drawn(*shape)
    near = truncate(matrix, rank)
    assert torch.linalg.matrix_rank(near) == rank
    left_out = torch.linalg.svdvals(matrix)[rank:].square().sum().sqrt()
    torch.testing.assert_close((matrix - near).norm(), left_out)
    assert kept(matrix, rank) == pytest.approx(
        1 - float((matrix - near).square().sum() / matrix.square().sum()), abs=1e-5
    )


def test_no_other_matrix_of_the_rank_is_nearer():
    """Least squares from random directions never beats the singular ones."""
    matrix = drawn(9, 7)
    best = (matrix - truncate(matrix, 2)).norm()
    for seed in range(50):
        A = drawn(2, 7, seed=seed)
        B = torch.linalg.lstsq(A.T, matrix.T).solution.T  # the best B for this A
        assert (matrix - B @ A).norm() > best


@pytest.mark.parametrize("shape", [(9, 7), (7, 9)])
def test_random_directions_are_a_part_of_the_matrix(shape):
    matrix = drawn(*shape)
    part = random_part(matrix, 3, seed=1)
    assert torch.linalg.matrix_rank(part) == 3
    torch.testing.assert_close(random_part(matrix, 7, seed=1), matrix)
    torch.testing.assert_close(random_part(part, 3, seed=1), part)  # a projection
    assert not torch.allclose(part, random_part(matrix, 3, seed=2))
    assert (matrix - part).norm() > (matrix - truncate(matrix, 3)).norm()


@pytest.mark.parametrize("rank", [0, 1, 7])
def test_a_random_change_is_as_large_as_the_truncation(rank):
    matrix = drawn(9, 7)
    change = random_change(matrix, rank, seed=1)
    assert torch.linalg.matrix_rank(change) == rank
    torch.testing.assert_close(change.norm(), truncate(matrix, rank).norm())


@pytest.mark.parametrize("make", [truncate, lambda m, r: random_part(m, r, 0), kept])
def test_a_rank_that_no_such_matrix_has_is_refused(make):
    for rank in (-1, 6):
        with pytest.raises(ValueError, match=rf"rank is {rank}; .*\(9, 5\).* from 0 to 5"):
            make(drawn(9, 5), rank)


def test_of_no_change_every_rank_keeps_all():
    assert kept(torch.zeros(3, 2), 1) == 1


def test_changes_put_back_make_the_other_model():
    config = TransformerConfig(40, context=8, width=8, heads=2, layers=2)
    torch.manual_seed(0)
    base, other = GPT(config), GPT(config)
    before, after = matrices_of(base), matrices_of(other)
    assert len(before) == 6 * 2 and set(before) == set(matrices_of(base, MATRICES))
    set_matrices(base, before, differences(before, after))
    for name, matrix in matrices_of(base).items():
        torch.testing.assert_close(matrix, after[name])
    assert torch.equal(
        matrices_of(other)["blocks.0.attention.query"], after["blocks.0.attention.query"]
    )
