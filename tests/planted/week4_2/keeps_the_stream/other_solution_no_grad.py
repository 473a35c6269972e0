def keeps_the_stream(block, x):
    import copy

    silent = copy.deepcopy(block)
    with torch.no_grad():
        for part in (silent.attention, silent.feed_forward):
            for weights in part.output.parameters():
                weights.zero_()
        return bool((silent(x) - x).abs().max() < 1e-5)
