import math

import torch


def causal_attention(queries, keys, values):
    queries, keys, values = (part.double() for part in (queries, keys, values))
    scores = queries @ keys.transpose(-2, -1) / math.sqrt(queries.shape[-1])
    allowed = torch.ones(scores.shape[-2:], dtype=torch.bool).tril()
    return scores.masked_fill(~allowed, -torch.inf).softmax(-1) @ values
