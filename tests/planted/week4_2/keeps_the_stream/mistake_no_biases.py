# expect: own pre-norm block was called faulty
def keeps_the_stream(block, x):
    import copy

    silent = copy.deepcopy(block)
    for layer in (silent.attention.output, silent.feed_forward.output):
        nn.init.zeros_(layer.weight)
    return torch.allclose(silent(x), x)
