# expect: no longer learns
def keeps_the_stream(block, x):
    silent = block.requires_grad_(False)
    import copy

    kept = copy.deepcopy(block.state_dict())
    for layer in (silent.attention.output, silent.feed_forward.output):
        nn.init.zeros_(layer.weight)
        nn.init.zeros_(layer.bias)
    same = torch.allclose(block(x), x)
    block.load_state_dict(kept)
    return same
