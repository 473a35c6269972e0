# expect: With one more axis
import math

import torch


def causal_attention(queries, keys, values):
    T, D = queries.shape[-2:]
    mask = torch.ones(T, T, dtype=torch.bool).tril()
    scores = queries @ keys.transpose(-2, -1) / queries.shape[2] ** 0.5
    return scores.masked_fill(~mask, -torch.inf).softmax(-1) @ values
