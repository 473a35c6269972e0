# expect: The columns of the weights sum to 1
import math

import torch


def causal_attention(queries, keys, values):
    T, D = queries.shape[-2:]
    mask = torch.ones(T, T, dtype=torch.bool).tril()
    scores = queries @ keys.transpose(-2, -1) / D**0.5
    return scores.masked_fill(~mask, -torch.inf).softmax(-2) @ values
