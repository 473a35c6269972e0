# expect: normed once more
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    x = x + attention(attention_norm(x))
    x = x + feed_forward(feed_forward_norm(x))
    return feed_forward_norm(x)
