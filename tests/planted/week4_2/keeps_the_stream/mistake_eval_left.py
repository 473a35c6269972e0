# expect: in training mode
def keeps_the_stream(block, x):
    import copy

    silent = copy.deepcopy(block.eval())
    for layer in (silent.attention.output, silent.feed_forward.output):
        nn.init.zeros_(layer.weight)
        nn.init.zeros_(layer.bias)
    return torch.allclose(silent(x), x)
