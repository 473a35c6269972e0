# expect: a hidden score was set to 0
import math

import torch


def causal_attention(queries, keys, values):
    T, D = queries.shape[-2:]
    mask = torch.ones(T, T, dtype=torch.bool).tril()
    scores = queries @ keys.transpose(-2, -1) / D**0.5
    return (scores * mask).softmax(-1) @ values
