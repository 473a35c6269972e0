# expect: changed its input x
import torch


def rotate(x):
    T, D = x.shape[-2:]
    a = torch.arange(T)[:, None] * 10_000 ** (-torch.arange(0, D, 2) / D)
    c, s = a.cos(), a.sin()
    x[..., 0::2], x[..., 1::2] = (
        x[..., 0::2] * c - x[..., 1::2] * s,
        x[..., 0::2] * s + x[..., 1::2] * c,
    )
    return x
