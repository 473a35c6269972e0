# expect: what the query asks makes no difference
def cached_step(query, key, value, past_keys, past_values):
    keys = torch.cat([past_keys, key], dim=2)
    values = torch.cat([past_values, value], dim=2)
    return values.mean(2, keepdim=True), keys, values
