# expect: or it gets +inf
import torch


def causal_attention(queries, keys, values):
    T, D = queries.shape[-2:]
    s = queries @ keys.transpose(-2, -1) / D**0.5
    return s.masked_fill(~causal_mask(T), torch.inf).softmax(-1) @ values
