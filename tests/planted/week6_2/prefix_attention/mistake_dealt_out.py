# expect: The prefix was dealt out by text
def prefix_attention(q, k, v, prefix_k, prefix_v):
    H, T, P = q.shape[1], q.shape[2], prefix_k.shape[1]
    keys = torch.cat([prefix_k[:, None].expand(-1, H, -1, -1), k], dim=2)
    values = torch.cat([prefix_v[:, None].expand(-1, H, -1, -1), v], dim=2)
    mask = torch.ones(T, P + T, dtype=torch.bool).tril(P)
    scores = q @ keys.mT / q.shape[-1] ** 0.5
    return scores.masked_fill(~mask, -torch.inf).softmax(-1) @ values
