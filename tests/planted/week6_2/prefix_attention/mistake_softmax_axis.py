# expect: does each row sum to 1 over 9 places
def prefix_attention(q, k, v, prefix_k, prefix_v):
    B, T, P = len(q), q.shape[2], prefix_k.shape[1]
    keys = torch.cat([prefix_k.expand(B, -1, -1, -1), k], dim=2)
    values = torch.cat([prefix_v.expand(B, -1, -1, -1), v], dim=2)
    mask = torch.ones(T, P + T, dtype=torch.bool).tril(P)
    scores = (q @ keys.transpose(-2, -1) / q.shape[-1] ** 0.5).masked_fill(~mask, -1e9)
    return scores.softmax(-2) @ values
