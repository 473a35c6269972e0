def prefix_attention(q, k, v, prefix_k, prefix_v):
    B, T, D = len(q), q.shape[2], q.shape[3]
    keys = torch.cat([prefix_k.expand(B, -1, -1, -1), k], dim=2)
    values = torch.cat([prefix_v.expand(B, -1, -1, -1), v], dim=2)
    rows = []
    for t in range(T):
        end = prefix_k.shape[1] + t + 1
        scores = torch.einsum("bhd,bhsd->bhs", q[:, :, t], keys[:, :, :end]) / D**0.5
        rows.append(torch.einsum("bhs,bhsd->bhd", scores.softmax(-1), values[:, :, :end]))
    return torch.stack(rows, dim=2)
