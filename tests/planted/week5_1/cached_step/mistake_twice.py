# expect: You return 5 keys a head
def cached_step(query, key, value, past_keys, past_values):
    keys = torch.cat([past_keys, key, key], dim=2)
    values = torch.cat([past_values, value, value], dim=2)
    scores = query @ keys.transpose(-2, -1) / query.shape[-1] ** 0.5
    return scores.softmax(-1) @ values, keys, values
