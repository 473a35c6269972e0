def cached_step(query, key, value, past_keys, past_values):
    keys, values = (torch.cat(pair, dim=-2) for pair in ((past_keys, key), (past_values, value)))
    scores = torch.einsum("bhtd,bhsd->bhts", query, keys) / math.sqrt(query.size(-1))
    return torch.einsum("bhts,bhsd->bhtd", scores.softmax(-1), values), keys, values
