# expect: first norm of the x from before attention
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    tidy = attention_norm(x)
    return x + attention(tidy) + feed_forward(tidy)
