# expect: silenced for good
def keeps_the_stream(block, x):
    for layer in (block.attention.output, block.feed_forward.output):
        nn.init.zeros_(layer.weight)
        nn.init.zeros_(layer.bias)
    return torch.allclose(block(x), x)
