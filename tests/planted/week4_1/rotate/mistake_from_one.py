# expect: must stay as it is
import torch


def rotate(x):
    T, D = x.shape[-2:]
    angles = torch.arange(1, T + 1)[:, None] * 10_000 ** (-torch.arange(0, D, 2) / D)
    even, odd = x[..., 0::2], x[..., 1::2]
    first = even * angles.cos() - odd * angles.sin()
    second = even * angles.sin() + odd * angles.cos()
    return torch.stack([first, second], dim=-1).flatten(-2)
