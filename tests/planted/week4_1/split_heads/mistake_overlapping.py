# expect: should be 4; yours is 1
import torch


def split_heads(x, heads):
    D = x.shape[2] // heads
    return torch.stack([x[:, :, h : h + D] for h in range(heads)], 1)
