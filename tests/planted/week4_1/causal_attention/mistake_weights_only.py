# expect: Your result has shape (2, 5, 5)
import math
import torch


def causal_attention(queries, keys, values):
    q, k, v = queries, keys, values
    s = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    return s.masked_fill(~causal_mask(s.shape[-1]), -torch.inf).softmax(-1)
