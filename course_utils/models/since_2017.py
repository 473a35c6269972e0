"""What has changed in Transformers since 2017, each in a few lines.

Letters in shapes: B batch, T time, C width, H heads, G groups of heads, D width of a head.
"""

import torch
from torch import Tensor, nn

from course_utils.models.attention import causal_mask
from course_utils.models.transformer import FeedForward


def rms_norm(x: Tensor, gain: Tensor, epsilon: float = 1e-6) -> Tensor:
    """Built in notebooks/week4_2_transformers.ipynb, section 7.

    LayerNorm without mean and bias: divide by the root mean square (Zhang and Sennrich 2019).
    (…, C), (C,) -> (…, C).

    >>> [round(y, 2) for y in rms_norm(torch.tensor([3.0, -4.0]), torch.ones(2)).tolist()]
    [0.85, -1.13]
    """
    return x * (x.square().mean(-1, keepdim=True) + epsilon).rsqrt() * gain


class SwiGLU(nn.Module):
    """Built in notebooks/week4_2_transformers.ipynb, section 7.

    A feed-forward part in which one projection opens and closes the other (Shazeer 2020).
    (B, T, C) -> (B, T, C).
    """

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.gate = nn.Linear(width, inner, bias=False)
        self.widen = nn.Linear(width, inner, bias=False)
        self.output = nn.Linear(inner, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.output(nn.functional.silu(self.gate(x)) * self.widen(x))


def grouped_attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Built in notebooks/week4_2_transformers.ipynb, section 7.

    Causal attention in which several heads share keys and values (Ainslie et al. 2023).
    (B, H, T, D), (B, G, T, D), (B, G, T, D) -> (B, H, T, D).

    >>> q, kv = torch.ones(1, 4, 3, 2), torch.ones(1, 2, 3, 2)
    >>> grouped_attention(q, kv, kv).shape
    torch.Size([1, 4, 3, 2])
    """
    share = q.shape[1] // k.shape[1]  # H / G heads use one key
    k, v = k.repeat_interleave(share, dim=1), v.repeat_interleave(share, dim=1)
    scores = q @ k.transpose(-2, -1) * q.shape[-1] ** -0.5
    return scores.masked_fill(~causal_mask(q.shape[2]), -torch.inf).softmax(-1) @ v


class MixtureOfExperts(nn.Module):
    """Built in notebooks/week4_2_transformers.ipynb, section 7.

    Many feed-forward parts; a router sends each token to a few (Shazeer et al. 2017).
    (B, T, C) -> (B, T, C).
    """

    def __init__(self, width: int, experts: int, chosen: int) -> None:
        super().__init__()
        self.router = nn.Linear(width, experts, bias=False)
        self.experts = nn.ModuleList(FeedForward(width, nn.GELU()) for _ in range(experts))
        self.chosen = chosen

    def forward(self, x: Tensor) -> Tensor:
        scores, who = self.router(x).topk(self.chosen)  # (B, T, chosen) both
        shares, y = scores.softmax(-1), torch.zeros_like(x)
        for number, expert in enumerate(self.experts):
            b, t, place = (who == number).nonzero(as_tuple=True)
            y[b, t] += shares[b, t, place, None] * expert(x[b, t])
        return y


def orthogonalized(matrix: Tensor, steps: int = 5) -> Tensor:
    """Built in notebooks/week4_2_transformers.ipynb, section 7.

    Bring the larger singular values near 1 by a polynomial (Newton–Schulz), as Muon does with each
    step (Jordan et al. 2024); very small ones come only part of the way. The matrix must not be
    all zeros.

    >>> torch.linalg.svdvals(orthogonalized(torch.diag(torch.tensor([1.0, 0.1])))).min() > 0.6
    tensor(True)
    """
    x = matrix / matrix.norm()  # no singular value above 1
    for _ in range(steps):
        s = x @ x.T
        x = 3.4445 * x + (2.0315 * s @ s - 4.7750 * s) @ x
    return x
