# expect: A state_dict and a shallow copy
def keeps_the_stream(block, x):
    kept = block.state_dict()
    for layer in (block.attention.output, block.feed_forward.output):
        nn.init.zeros_(layer.weight)
        nn.init.zeros_(layer.bias)
    same = torch.allclose(block(x), x)
    block.load_state_dict(kept)
    return same
