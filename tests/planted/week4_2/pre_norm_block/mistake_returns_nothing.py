# expect: returned None
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    x = x + attention(attention_norm(x))
    x = x + feed_forward(feed_forward_norm(x))
