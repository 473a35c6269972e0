# expect: The second sum adds to the tidy copy
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    x = x + attention(attention_norm(x))
    x = feed_forward_norm(x)
    return x + feed_forward(x)
