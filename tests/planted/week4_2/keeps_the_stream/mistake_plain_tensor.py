# expect: refuses a plain
def keeps_the_stream(block, x):
    import copy

    silent = copy.deepcopy(block)
    for layer in (silent.attention.output, silent.feed_forward.output):
        layer.weight = torch.zeros_like(layer.weight)
        layer.bias = torch.zeros_like(layer.bias)
    return torch.allclose(silent(x), x)
