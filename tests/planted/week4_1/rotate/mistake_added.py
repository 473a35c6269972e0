# expect: Place 0 turns by the angle 0
import torch


def rotate(x):
    T, D = x.shape[-2:]
    angles = torch.arange(T)[:, None] * 10_000 ** (-torch.arange(0, D, 2) / D)
    table = torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(-2)
    return x + table
