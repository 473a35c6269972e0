# expect: For (B, H, T, D) = (2, 3, 9, 8)
import torch


def rotate(x):
    T, D = x.shape[-2:]
    T, D = x.shape[0], x.shape[-1]
    T = x.shape[-2] if x.dim() == 2 else x.shape[1]
    angles = torch.arange(x.shape[-2])[:, None] % T * 10_000 ** (-torch.arange(0, D, 2) / D)
    even, odd = x[..., 0::2], x[..., 1::2]
    first = even * angles.cos() - odd * angles.sin()
    second = even * angles.sin() + odd * angles.cos()
    return torch.stack([first, second], dim=-1).flatten(-2)
