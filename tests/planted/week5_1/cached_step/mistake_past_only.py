# expect: looks at the three before it and not at itself
def cached_step(query, key, value, past_keys, past_values):
    scores = query @ past_keys.transpose(-2, -1) / query.shape[-1] ** 0.5
    context = scores.softmax(-1) @ past_values
    keys = torch.cat([past_keys, key], dim=2)
    values = torch.cat([past_values, value], dim=2)
    return context, keys, values
