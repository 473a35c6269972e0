# expect: divided by the mean size of the differences
def layer_norm(x, gain, shift, epsilon=1e-5):
    centered = x - x.mean(-1, keepdim=True)
    return centered / (centered.abs().mean(-1, keepdim=True) + epsilon) * gain + shift
