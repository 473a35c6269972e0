# expect: changed its input x
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    x += attention(attention_norm(x))
    x += feed_forward(feed_forward_norm(x))
    return x
