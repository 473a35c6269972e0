# expect: after the parts, before the sums
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    x = x + attention_norm(attention(x))
    return x + feed_forward_norm(feed_forward(x))
