# expect: The second plus sign is missing
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    x = x + attention(attention_norm(x))
    return feed_forward(feed_forward_norm(x))
