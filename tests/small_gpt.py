"""A random GPT small enough for float64, whose every part matters, and how two are compared."""

import torch
from torch import nn

V, C = 40, 16
TOKENS = torch.arange(12).view(2, 6) * 3 % V  # (2, 6)


def grown(model: nn.Module, seed: int = 0) -> nn.Module:
    """Weights so large that every part of a random model matters."""
    torch.manual_seed(seed)
    for weights in model.parameters():
        nn.init.normal_(weights, std=0.3)
    return model.double().eval()


def loss(logits: torch.Tensor) -> torch.Tensor:
    """A sum in which each number counts differently."""
    return logits.flatten() @ torch.linspace(-1, 1, logits.numel(), dtype=logits.dtype)


def close(ours: torch.Tensor, theirs: torch.Tensor, atol: float = 1e-10) -> None:
    torch.testing.assert_close(ours, theirs, rtol=0, atol=atol)
