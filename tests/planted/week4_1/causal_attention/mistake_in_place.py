# expect: changed its input queries
import math
import torch


def causal_attention(queries, keys, values):
    q, k, v = queries, keys, values
    q /= math.sqrt(q.shape[-1])
    s = q @ k.transpose(-2, -1)
    return s.masked_fill(~causal_mask(q.shape[-2]), -torch.inf).softmax(-1) @ v
