# expect: PyTorch refuses to change a weight in place
def keeps_the_stream(block, x):
    import copy

    silent = copy.deepcopy(block)
    silent.attention.output.weight.zero_()
    silent.attention.output.bias.zero_()
    silent.feed_forward.output.weight.zero_()
    silent.feed_forward.output.bias.zero_()
    return torch.allclose(silent(x), x)
