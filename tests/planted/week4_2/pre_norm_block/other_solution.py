def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    parts = ((attention_norm, attention), (feed_forward_norm, feed_forward))
    for norm, part in parts:
        x = part(norm(x)) + x
    return x
