# expect: The two norms have changed places
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    x = x + attention(feed_forward_norm(x))
    return x + feed_forward(attention_norm(x))
