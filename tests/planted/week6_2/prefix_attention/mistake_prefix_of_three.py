# expect: After a prefix of one place
def prefix_attention(q, k, v, prefix_k, prefix_v):
    B, T, P = len(q), q.shape[2], prefix_k.shape[1]
    keys = torch.cat([prefix_k.expand(B, -1, -1, -1), k], dim=2)
    values = torch.cat([prefix_v.expand(B, -1, -1, -1), v], dim=2)
    mask = torch.ones(T, P + T, dtype=torch.bool).tril(3)
    scores = q @ keys.mT / q.shape[-1] ** 0.5
    return scores.masked_fill(~mask, -torch.inf).softmax(-1) @ values
