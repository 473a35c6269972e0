# expect: adds its queries
def keeps_the_stream(block, x):
    import copy

    silent = copy.deepcopy(block)
    for layer in silent.modules():
        if isinstance(layer, nn.Linear):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)
    return torch.allclose(silent(x), x)
