# expect: put together in another order
import torch


def rotate(x):
    T, D = x.shape[-2:]
    angles = torch.arange(T)[:, None] * 10_000 ** (-torch.arange(0, D, 2) / D)
    even, odd = x[..., 0::2], x[..., 1::2]
    first = even * angles.cos() - odd * angles.sin()
    second = even * angles.sin() + odd * angles.cos()
    return torch.cat([first, second], dim=-1)
