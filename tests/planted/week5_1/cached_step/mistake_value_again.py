# expect: was added to the context once more
def cached_step(query, key, value, past_keys, past_values):
    keys = torch.cat([past_keys, key], dim=2)
    values = torch.cat([past_values, value], dim=2)
    scores = query @ keys.transpose(-2, -1) / query.shape[-1] ** 0.5
    return value + scores.softmax(-1) @ values, keys, values
