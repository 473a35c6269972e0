# expect: in reversed order was called sound
def keeps_the_stream(block, x):
    import copy

    silent = copy.deepcopy(block)
    for layer in (silent.attention.output, silent.feed_forward.output):
        nn.init.zeros_(layer.weight)
        nn.init.zeros_(layer.bias)
    return bool((silent(x) - x).mean().abs() < 1e-6)
