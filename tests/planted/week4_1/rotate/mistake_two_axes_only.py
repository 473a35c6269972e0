# expect: too many values to unpack
import torch


def rotate(x):
    T, D = x.shape
    a = torch.arange(T)[:, None] * 10_000 ** (-torch.arange(0, D, 2) / D)
    c, s = a.cos(), a.sin()
    e, o = x[..., 0::2], x[..., 1::2]
    return torch.stack([e * c - o * s, e * s + o * c], -1).flatten(-2)
