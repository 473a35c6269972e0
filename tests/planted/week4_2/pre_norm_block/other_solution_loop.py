def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    for norm, part in ((attention_norm, attention), (feed_forward_norm, feed_forward)):
        x = torch.add(x, part(norm(x)))
    return x
