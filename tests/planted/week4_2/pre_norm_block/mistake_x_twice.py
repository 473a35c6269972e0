# expect: x is added twice
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    attended = x + attention(attention_norm(x))
    return x + attended + feed_forward(feed_forward_norm(attended))
