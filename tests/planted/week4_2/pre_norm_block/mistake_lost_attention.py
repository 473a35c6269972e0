# expect: attention's result was lost
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    attended = x + attention(attention_norm(x))
    return x + feed_forward(feed_forward_norm(x))
