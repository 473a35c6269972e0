# expect: returned a tuple
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    attended = x + attention(attention_norm(x))
    return attended, attended + feed_forward(feed_forward_norm(attended))
