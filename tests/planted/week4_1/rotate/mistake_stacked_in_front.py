# expect: Your result has shape (2, 12)
import torch


def rotate(x):
    T, D = x.shape[-2:]
    a = torch.arange(T)[:, None] * 10_000 ** (-torch.arange(0, D, 2) / D)
    c, s = a.cos(), a.sin()
    e, o = x[..., 0::2], x[..., 1::2]
    return torch.stack([e * c - o * s, e * s + o * c]).flatten(-2)
