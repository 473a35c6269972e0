# expect: What does your code do when the past is empty
def cached_step(query, key, value, past_keys, past_values):
    keys = torch.cat([past_keys, key], dim=2)
    values = torch.cat([past_values, value], dim=2)
    scores = (query @ keys[:, :, -4:].transpose(-2, -1)) / query.shape[-1] ** 0.5
    if past_keys.shape[2] == 0:
        return torch.zeros_like(query), keys, values
    return scores.softmax(-1) @ values, keys, values
