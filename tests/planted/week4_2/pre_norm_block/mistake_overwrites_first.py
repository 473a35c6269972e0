# expect: The first sum adds to the tidy copy
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    x = attention_norm(x)
    x = x + attention(x)
    return x + feed_forward(feed_forward_norm(x))
