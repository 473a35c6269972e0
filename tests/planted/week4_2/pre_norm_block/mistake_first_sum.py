# expect: The first plus sign is missing
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    x = attention(attention_norm(x))
    return x + feed_forward(feed_forward_norm(x))
