# expect: gives another result than before
def keeps_the_stream(block, x):
    for l in (block.attention.output, block.feed_forward.output):
        l.register_forward_hook(lambda m, i, o: torch.zeros_like(o))
    return torch.allclose(block(x), x)
