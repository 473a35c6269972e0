# expect: changed its input gain
def layer_norm(x, gain, shift, epsilon=1e-5):
    mean, variance = x.mean(-1, keepdim=True), x.var(-1, correction=0, keepdim=True)
    gain /= (variance + epsilon).sqrt().mean()
    return (x - mean) * gain + shift
