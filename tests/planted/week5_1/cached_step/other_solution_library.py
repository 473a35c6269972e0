def cached_step(query, key, value, past_keys, past_values):
    keys = torch.cat([past_keys, key], dim=2)
    values = torch.cat([past_values, value], dim=2)
    return nn.functional.scaled_dot_product_attention(query, keys, values), keys, values
