# expect: nothing is hidden
import torch


def causal_attention(queries, keys, values):
    T, D = queries.shape[-2:]
    s = queries @ keys.transpose(-2, -1) / D**0.5
    s.masked_fill(~causal_mask(T), -torch.inf)
    return s.softmax(-1) @ values
