"""A small GPT made to learn fast on a processor, and the optimizer Muon for its matrices.

It differs from the course's GPT in what pays off within a minute or two: RMSNorm without weights,
queries and keys of length √D ("QK-norm", Henry et al. 2020), rotary positions (Su et al. 2021), a
squared ReLU (So et al. 2021), no biases, output projections that start at zero, and matrices that
Muon (Jordan et al. 2024) moves. The matrices of all layers lie in one tensor for each kind, so that
one call orthogonalizes the steps of all of them.

Letters in shapes: L layers, B batch, T time, C width, H heads, D = C // H, V vocabulary.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True)
class Sizes:
    """The sizes of the model."""

    vocabulary: int  # V
    width: int = 128  # C
    layers: int = 3  # L
    heads: int = 4  # H
    context: int = 64  # most tokens read at once
    base: float = 1000.0  # of the rotary positions: the slowest pair turns once in about 6 · base


def unit(x: Tensor) -> Tensor:
    """RMSNorm without weights: each vector gets length √C."""
    return F.rms_norm(x, x.shape[-1:])


class SmallGPT(nn.Module):
    """Token ids (B, T) -> logits (B, T, V). `kind` is the number type that it computes in."""

    def __init__(self, sizes: Sizes, kind: torch.dtype = torch.float32) -> None:
        super().__init__()
        L, C, V, D = sizes.layers, sizes.width, sizes.vocabulary, sizes.width // sizes.heads
        self.sizes, self.kind = sizes, kind
        self.embedding = nn.Parameter(torch.randn(V, C) * 0.3)
        self.inputs = nn.Parameter(torch.randn(L, 3 * C, C) * 0.5 * C**-0.5)  # q, k and v
        self.mixes = nn.Parameter(torch.zeros(L, C, C))  # what attention writes
        self.widens = nn.Parameter(torch.randn(L, 4 * C, C) * 0.5 * C**-0.5)
        self.narrows = nn.Parameter(torch.zeros(L, C, 4 * C))  # what the feed-forward part writes
        self.first = nn.Parameter(torch.zeros(L, C))  # how much of the embedding is added again
        self.head = nn.Parameter(torch.zeros(V, C))
        speeds = sizes.base ** (-torch.arange(D // 2) / (D // 2))
        angles = torch.outer(torch.arange(sizes.context), speeds).repeat(1, 2)  # (T, D)
        signs = torch.tensor([-1.0, 1.0]).repeat_interleave(D // 2)
        hidden = torch.full((sizes.context, sizes.context), -torch.inf).triu(1)
        self.register_buffer("hidden", hidden.to(kind), persistent=False)  # what is still to come
        self.register_buffer("cosines", angles.cos().to(kind), persistent=False)
        self.register_buffer("sines", (angles.sin() * signs).to(kind), persistent=False)

    def matrices(self) -> list[nn.Parameter]:
        """What Muon moves."""
        return [self.inputs, self.mixes, self.widens, self.narrows]

    def turned(self, x: Tensor) -> Tensor:
        """Rotary positions: the pair of columns j and j + D/2 is turned by the angle of its place.

        (…, T, D) -> the same.
        """
        T, D = x.shape[-2:]
        return torch.addcmul(x * self.cosines[:T], x.roll(D // 2, -1), self.sines[:T])

    def forward(self, tokens: Tensor) -> Tensor:
        B, T = tokens.shape
        H = self.sizes.heads
        kinds = (w.to(self.kind).unbind(0) for w in (*self.matrices(), self.first))
        x = start = unit(F.embedding(tokens, self.embedding).to(self.kind))  # (B, T, C)
        for inputs, mixes, widens, narrows, first in zip(*kinds, strict=True):
            x = torch.addcmul(x, start, first)
            parts = F.linear(unit(x), inputs).view(B, T, 3, H, -1).permute(2, 0, 3, 1, 4)
            q, k = self.turned(unit(parts[:2])).flatten(1, 2).unbind(0)  # (B · H, T, D) both
            weights = torch.baddbmm(self.hidden[:T, :T], q, k.mT, alpha=q.shape[-1] ** -0.5)
            mixed = weights.softmax(-1) @ parts[2].flatten(0, 1)  # (B · H, T, D)
            x = x + F.linear(mixed.view(B, H, T, -1).transpose(1, 2).flatten(2), mixes)
            x = x + F.linear(F.relu(F.linear(unit(x), widens)).square(), narrows)
        return F.linear(unit(x), self.head.to(self.kind))


def orthogonalized(matrices: Tensor, steps: int) -> Tensor:
    """Bring all singular values of many matrices near 1 (Newton–Schulz). (N, I, J) -> the same."""
    tall = matrices.shape[1] > matrices.shape[2]
    x = matrices.mT if tall else matrices
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(steps):
        s = x @ x.mT
        x = torch.baddbmm(x, torch.baddbmm(s, s, s, beta=-4.7750, alpha=2.0315), x, beta=3.4445)
    return x.mT if tall else x


class Muon:
    """Momentum, and of its direction only the orthogonal part (Jordan et al. 2024).

    Each parameter is a stack of matrices, (L, I, J); where I is 3 J, these are three side by side.
    The orthogonal part is needed roughly only, so `kind` may be a number type of 16 bits.
    """

    def __init__(
        self,
        stacks: list[nn.Parameter],
        kind: torch.dtype = torch.float32,
        momentum: float = 0.95,
        steps: int = 3,
    ) -> None:
        self.stacks, self.kind, self.momentum, self.steps = stacks, kind, momentum, steps
        self.means = [torch.zeros_like(stack) for stack in stacks]

    @torch.no_grad()
    def step(self, rate: float) -> None:
        """Move every stack, and forget its gradient."""
        for stack, mean in zip(self.stacks, self.means, strict=True):
            mean.lerp_(stack.grad, 1 - self.momentum)
            move = stack.grad.lerp_(mean, self.momentum)  # Nesterov: one step ahead
            width = min(stack.shape[1:])
            rows = width if stack.shape[1] == 3 * width else stack.shape[1]
            matrices = move.to(self.kind).reshape(-1, rows, stack.shape[2])
            longer = max(1, rows / stack.shape[2]) ** 0.5
            move = orthogonalized(matrices, self.steps).reshape(stack.shape)
            stack.sub_(move, alpha=rate * longer)
            stack.grad = None
