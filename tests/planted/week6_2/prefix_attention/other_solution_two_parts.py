def prefix_attention(q, k, v, prefix_k, prefix_v):
    T, root = q.shape[2], q.shape[-1] ** 0.5
    to_prefix = q @ prefix_k.mT / root
    to_tokens = (q @ k.mT / root).masked_fill(torch.ones(T, T).triu(1).bool(), -torch.inf)
    weights = torch.cat([to_prefix, to_tokens], dim=-1).softmax(-1)
    P = prefix_k.shape[1]
    return weights[..., :P] @ prefix_v + weights[..., P:] @ v
