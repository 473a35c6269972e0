# expect: The second line is missing
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    return x + attention(attention_norm(x))
