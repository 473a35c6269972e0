# expect: 0 times infinity is nan
import math
import torch


def causal_attention(queries, keys, values):
    q, k, v = queries, keys, values
    s = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    m = causal_mask(s.shape[-1])
    return (s * m + (~m) * -torch.inf).softmax(-1) @ v
