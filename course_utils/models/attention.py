"""Attention (Vaswani et al. 2017), as one layer that serves every architecture of the course.

Letters in shapes: B batch, T positions that ask, S positions that answer (T in self-attention),
C width, H heads, D = C // H width of a head.

Every value worth looking at passes through a named point, an `nn.Identity`: see `looking.py`.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from course_utils.threads import set_threads

set_threads()


@dataclass
class Past:
    """Keys and values of one layer for what was read before, each (B, H, S, D); None: nothing yet.

    The key and the value of a token depend on what stands before it, never on what follows, so a
    causal model that writes token by token computes them once (the "KV cache").
    """

    keys: Tensor | None = None
    values: Tensor | None = None

    def __len__(self) -> int:
        """Tokens read before."""
        return 0 if self.keys is None else self.keys.shape[2]

    def extend(self, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
        """Append the new tokens' keys and values (B, H, T, D); return all of them."""
        if self.keys is not None:
            keys = torch.cat([self.keys.expand(len(keys), -1, -1, -1), keys], dim=2)
            values = torch.cat([self.values.expand(len(values), -1, -1, -1), values], dim=2)
        self.keys, self.values = keys, values
        return keys, values


def causal_mask(T: int, S: int | None = None, device: torch.device | None = None) -> Tensor:
    """Built in notebooks/week4_1_attention.ipynb, section 2.

    Which positions may be looked at: (T, S) booleans, for the last T of S positions.

    >>> causal_mask(2, 3).int().tolist()
    [[1, 1, 0], [1, 1, 1]]
    """
    S = T if S is None else S
    return torch.ones(T, S, dtype=torch.bool, device=device).tril(S - T)


def sinusoidal_positions(T: int, C: int) -> Tensor:
    """Built in notebooks/week4_1_attention.ipynb, section 4.

    A fixed vector for each place: sines and cosines of C / 2 speeds. (T, C), C even.

    >>> sinusoidal_positions(2, 4)
    tensor([[0.0000, 1.0000, 0.0000, 1.0000],
            [0.8415, 0.5403, 0.0100, 0.9999]])
    """
    speeds = 10_000 ** (-torch.arange(0, C, 2) / C)  # (C / 2,)
    angles = torch.arange(T)[:, None] * speeds  # (T, C / 2)
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1)


def rotate(x: Tensor, first: int = 0) -> Tensor:
    """Built in notebooks/week4_1_attention.ipynb, section 4.

    Rotary positions (Su et al. 2021): turn each pair of columns of a query or key by an angle
    that grows with its place. (…, T, D) -> the same, D even.

    Args:
        x: queries or keys.
        first: the place of the first of the T positions.

    >>> rotate(torch.tensor([[1.0, 0.0], [1.0, 0.0]]))
    tensor([[1.0000, 0.0000],
            [0.5403, 0.8415]])
    """
    T, D = x.shape[-2:]
    if D % 2:
        raise ValueError(f"the width is {D}; turning takes pairs of columns, so it must be even")
    speeds = 10_000 ** (-torch.arange(0, D, 2, device=x.device) / D)  # (D / 2,)
    angles = torch.arange(first, first + T, device=x.device)[:, None] * speeds  # (T, D / 2)
    cos, sin = angles.cos(), angles.sin()
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack([even * cos - odd * sin, even * sin + odd * cos], dim=-1).flatten(-2)


class MultiHeadAttention(nn.Module):
    """Built in notebooks/week4_1_attention.ipynb, section 3.

    Each position asks, all positions answer: (B, T, C) -> (B, T, C). With `rotary`, queries and
    keys are turned by their places.

    >>> _ = torch.manual_seed(0)
    >>> layer = MultiHeadAttention(width=8, heads=2)
    >>> layer(torch.randn(1, 3, 8), mask=causal_mask(3)).shape
    torch.Size([1, 3, 8])
    """

    def __init__(self, width: int, heads: int, rotary: bool = False) -> None:
        super().__init__()
        if width % heads:
            raise ValueError(f"a width of {width} can't be split into {heads} equal heads")
        self.heads, self.rotary = heads, rotary
        self.query, self.key = nn.Linear(width, width), nn.Linear(width, width)
        self.value, self.output = nn.Linear(width, width), nn.Linear(width, width)
        # Points to look at, and to reach in:
        self.queries, self.keys, self.values = nn.Identity(), nn.Identity(), nn.Identity()
        self.scores, self.weights = nn.Identity(), nn.Identity()
        self.head_outputs = nn.Identity()

    def split(self, x: Tensor) -> Tensor:
        """Cut the width into heads: (B, T, C) -> (B, H, T, D)."""
        return x.unflatten(2, (self.heads, -1)).transpose(1, 2)

    def forward(
        self,
        x: Tensor,
        memory: Tensor | None = None,
        mask: Tensor | None = None,
        past: Past | None = None,
    ) -> Tensor:
        """Mix what the positions of `memory` say into each position of `x`.

        Args:
            x: (B, T, C), the positions that ask.
            memory: (B, S, C), those that answer (cross-attention); None for `x` itself.
            mask: booleans that fit (B, H, T, S), False where a position may not be looked at.
                Each row needs at least one True.
            past: keys and values of earlier tokens, which is extended by those of `memory`.
        """
        memory = x if memory is None else memory
        q, k, v = (
            self.split(self.query(x)),
            self.split(self.key(memory)),
            self.split(self.value(memory)),
        )  # (B, H, T, D), (B, H, S, D), (B, H, S, D)
        if past is not None:
            k, v = past.extend(k, v)
        if self.rotary:
            q, k = rotate(q, k.shape[2] - q.shape[2]), rotate(k)
        q, k, v = self.queries(q), self.keys(k), self.values(v)
        scores = self.scores(q @ k.transpose(-2, -1) * q.shape[-1] ** -0.5)  # (B, H, T, S)
        if mask is not None:
            scores = scores.masked_fill(~mask, -torch.inf)
        weights = self.weights(scores.softmax(-1))
        mixed = self.head_outputs(weights @ v)  # (B, H, T, D)
        return self.output(mixed.transpose(1, 2).flatten(2))
