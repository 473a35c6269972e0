# expect: the parts are called with x alone
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    T = x.shape[1]
    x = x + attention(attention_norm(x), mask=causal_mask(T))
    return x + feed_forward(feed_forward_norm(x))
