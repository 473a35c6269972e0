# expect: called for one place at a time
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    words = [attention(attention_norm(x[:, t : t + 1])) for t in range(x.shape[1])]
    x = x + torch.cat(words, dim=1)
    return x + feed_forward(feed_forward_norm(x))
