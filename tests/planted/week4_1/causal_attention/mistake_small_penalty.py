# expect: What do the weights of query 0
import math


def causal_attention(queries, keys, values):
    q, k, v = queries, keys, values
    s = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    return s.masked_fill(~causal_mask(s.shape[-1]), -10).softmax(-1) @ v
