# expect: takes all texts at once
def pre_norm_block(x, attention_norm, attention, feed_forward_norm, feed_forward):
    rows = []
    for text in x:
        text = text + attention(attention_norm(text))
        rows.append(text + feed_forward(feed_forward_norm(text)))
    return torch.stack(rows)
