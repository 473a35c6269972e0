def prefix_attention(q, k, v, prefix_k, prefix_v):
    B, T, P = len(q), q.shape[2], prefix_k.shape[1]
    keys = torch.cat([k, prefix_k.expand(B, -1, -1, -1)], dim=2)
    values = torch.cat([v, prefix_v.expand(B, -1, -1, -1)], dim=2)
    seen = torch.cat([torch.ones(T, T).tril(), torch.ones(T, P)], dim=1)
    scores = q @ keys.transpose(-2, -1) / q.shape[-1] ** 0.5 - 1e9 * (1 - seen)
    return scores.softmax(-1) @ values
