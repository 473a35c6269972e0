"""Random tensors for a check, and their comparison up to the rounding of 32 bits."""

import torch
from torch import Tensor

TOLERANCE = 1e-5


def random_tensor(*shape: int) -> Tensor:
    """Normal numbers of 32 bits, always the same for a shape."""
    generator = torch.Generator().manual_seed(sum(shape))
    return torch.randn(shape, generator=generator)


def same_tensor(yours: Tensor, other: Tensor) -> bool:
    """Whether shapes are equal and all numbers close."""
    close = yours.shape == other.shape
    return close and torch.allclose(yours.to(other.dtype), other, atol=TOLERANCE)
