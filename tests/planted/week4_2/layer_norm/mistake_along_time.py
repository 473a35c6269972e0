# expect: over the positions of a text
def layer_norm(x, gain, shift, epsilon=1e-5):
    mean = x.mean(-2, keepdim=True)
    variance = x.var(-2, correction=0, keepdim=True)
    return (x - mean) / (variance + epsilon).sqrt() * gain + shift
