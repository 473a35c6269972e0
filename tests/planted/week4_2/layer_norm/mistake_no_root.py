# expect: divided by the variance, not by its root
def layer_norm(x, gain, shift, epsilon=1e-5):
    mean = x.mean(-1, keepdim=True)
    variance = ((x - mean) ** 2).mean(-1, keepdim=True)
    return (x - mean) / (variance + epsilon) * gain + shift
