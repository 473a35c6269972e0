# expect: The future has weight 0, but the rows no longer sum to 1
import math

import torch


def causal_attention(queries, keys, values):
    T, D = queries.shape[-2:]
    mask = torch.ones(T, T, dtype=torch.bool).tril()
    weights = (queries @ keys.transpose(-2, -1) / D**0.5).softmax(-1)
    return (weights * mask) @ values
