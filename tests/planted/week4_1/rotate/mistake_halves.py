# expect: Columns 0 and 2 turn together
import torch


def rotate(x):
    T, D = x.shape[-2:]
    angles = torch.arange(T)[:, None] * 10_000 ** (-torch.arange(0, D, 2) / D)
    a, b = x.chunk(2, dim=-1)
    first = a * angles.cos() - b * angles.sin()
    second = a * angles.sin() + b * angles.cos()
    return torch.cat([first, second], dim=-1)
