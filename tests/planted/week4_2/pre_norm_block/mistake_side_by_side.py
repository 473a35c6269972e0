# expect: has shape (2, 3, 16)
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    x = torch.cat([x, attention(attention_norm(x))], dim=-1)
    return torch.cat([x, feed_forward(feed_forward_norm(x))], dim=-1)
