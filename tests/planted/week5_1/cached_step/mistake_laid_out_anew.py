# expect: laid out anew, not turned
def cached_step(query, key, value, past_keys, past_values):
    keys = torch.cat([past_keys, key], dim=2)
    values = torch.cat([past_values, value], dim=2)
    w = (query @ keys.view(2, 3, 6, 4) / query.shape[-1] ** 0.5).softmax(-1)
    return w @ values, keys, values
