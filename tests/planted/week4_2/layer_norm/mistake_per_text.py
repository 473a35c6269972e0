# expect: for all words of a text
def layer_norm(x, gain, shift, epsilon=1e-5):
    axes = (-2, -1) if x.dim() > 1 else -1
    mean = x.mean(axes, keepdim=True)
    variance = x.var(axes, correction=0, keepdim=True)
    return (x - mean) / (variance + epsilon).sqrt() * gain + shift
