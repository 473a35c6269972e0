# expect: the new one gets 1 besides
def cached_step(query, key, value, past_keys, past_values):
    keys = torch.cat([past_keys, key], dim=2)
    values = torch.cat([past_values, value], dim=2)
    w_old = (query @ past_keys.transpose(-2, -1) / query.shape[-1] ** 0.5).softmax(-1)
    w_new = (query @ key.transpose(-2, -1) / query.shape[-1] ** 0.5).softmax(-1)
    return w_old @ past_values + w_new @ value, keys, values
