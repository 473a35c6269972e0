# expect: No part was added to x
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    x = attention(attention_norm(x))
    return feed_forward(feed_forward_norm(x))
