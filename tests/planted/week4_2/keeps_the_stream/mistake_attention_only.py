# expect: Two layers write into the stream
def keeps_the_stream(block, x):
    import copy

    silent = copy.deepcopy(block)
    nn.init.zeros_(silent.attention.output.weight)
    nn.init.zeros_(silent.attention.output.bias)
    return torch.allclose(silent(x), x)
