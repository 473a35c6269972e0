# expect: also adds norm(x) to the stream
def keeps_the_stream(block, x):
    import copy

    silent = copy.deepcopy(block)
    with torch.no_grad():
        for p in silent.parameters():
            p.zero_()
    return torch.allclose(silent(x), x)
