# expect: The new one stands in front of your keys
def cached_step(query, key, value, past_keys, past_values):
    keys = torch.cat([key, past_keys], dim=2)
    values = torch.cat([value, past_values], dim=2)
    scores = query @ keys.transpose(-2, -1) / query.shape[-1] ** 0.5
    return scores.softmax(-1) @ values, keys, values
