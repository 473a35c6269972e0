def keeps_the_stream(block, x):
    layers = (block.attention.output, block.feed_forward.output)
    kept = [{k: v.clone() for k, v in layer.state_dict().items()} for layer in layers]
    with torch.no_grad():
        for layer in layers:
            layer.weight.zero_()
            layer.bias.zero_()
        same = torch.equal(block(x), x)
    for layer, state in zip(layers, kept, strict=True):
        layer.load_state_dict(state)
    return same
