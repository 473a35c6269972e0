# expect: That is post-norm
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    x = attention_norm(x + attention(x))
    return feed_forward_norm(x + feed_forward(x))
