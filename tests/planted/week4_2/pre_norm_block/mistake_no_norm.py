# expect: No norm is used
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    x = x + attention(x)
    return x + feed_forward(x)
