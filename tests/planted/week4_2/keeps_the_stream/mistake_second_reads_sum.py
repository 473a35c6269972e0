# expect: at once was called faulty
def keeps_the_stream(block, x):
    with torch.no_grad():
        y = x + block.attention(block.attention_norm(x))
        y = y + block.feed_forward(block.feed_forward_norm(y))
        return torch.allclose(block(x), y)
