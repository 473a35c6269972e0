# expect: are all cosines 1
import torch


def rotate(x):
    T, D = x.shape[-2:]
    t = sinusoidal_positions(T, D)
    s, c = t[:, : D // 2], t[:, D // 2 :]
    e, o = x[..., 0::2], x[..., 1::2]
    return torch.stack([e * c - o * s, e * s + o * c], -1).flatten(-2)
