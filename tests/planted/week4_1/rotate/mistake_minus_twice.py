# expect: but the second becomes
import torch


def rotate(x):
    T, D = x.shape[-2:]
    a = torch.arange(T)[:, None] * (10_000 ** (-torch.arange(0, D, 2) / D))
    e, o = x[..., 0::2], x[..., 1::2]
    return torch.stack([e * a.cos() - o * a.sin(), e * a.sin() - o * a.cos()], -1).flatten(-2)
