import torch


def rotate(x):
    T, D = x.shape[-2:]
    a = torch.arange(T, dtype=torch.float64)[:, None] * 10_000 ** (
        -torch.arange(0, D, 2, dtype=torch.float64) / D
    )
    c, s = a.cos(), a.sin()
    e, o = x[..., 0::2], x[..., 1::2]
    return torch.stack([e * c - o * s, e * s + o * c], -1).flatten(-2)
