# expect: The feed-forward part comes first
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    x = x + feed_forward(feed_forward_norm(x))
    return x + attention(attention_norm(x))
