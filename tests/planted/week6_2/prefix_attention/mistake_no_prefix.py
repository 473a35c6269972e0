# expect: the prefix has no effect
def prefix_attention(q, k, v, prefix_k, prefix_v):
    T = q.shape[2]
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    scores = scores.masked_fill(~torch.ones(T, T, dtype=torch.bool).tril(), -torch.inf)
    return scores.softmax(-1) @ v
