"""What the check of `after_prompt` runs: a model that says what it has read, and in which order."""

import torch
from torch import Tensor


class Reads:
    """A causal model of vectors: (B, S, 3) -> (B, S, 4).

    Each place says the sum of the vectors up to it, each as often as the number of its place, and
    then its own number.
    """

    def __call__(self, x: Tensor) -> Tensor:
        if x.dim() != 3 or x.shape[-1] != 3:
            raise ValueError(f"run wants vectors (B, S, C) with C = 3, and was given {x.shape}")
        places = torch.arange(1.0, x.shape[1] + 1).expand(len(x), -1)[..., None]
        return torch.cat([(places * x).cumsum(1), places], dim=-1)  # (B, S, C + 1)

    def __repr__(self) -> str:
        return "run"


def reached_by(logits: Tensor, prompt: Tensor) -> bool:
    """Whether a gradient gets from the logits to the prompt that was handed over."""
    [gradient] = torch.autograd.grad(logits.sum(), prompt, allow_unused=True)
    return gradient is not None
