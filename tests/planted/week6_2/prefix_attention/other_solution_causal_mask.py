def prefix_attention(q, k, v, prefix_k, prefix_v):
    B, T, P = len(q), q.shape[2], prefix_k.shape[1]
    keys = torch.cat([prefix_k.expand(B, -1, -1, -1), k], dim=2)
    values = torch.cat([prefix_v.expand(B, -1, -1, -1), v], dim=2)
    mask = causal_mask(T, P + T)
    weights = (q @ keys.mT / q.shape[-1] ** 0.5).softmax(-1) * mask
    return weights / weights.sum(-1, keepdim=True) @ values
