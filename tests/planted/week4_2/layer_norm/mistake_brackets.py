# expect: then took the mean of the undivided numbers away
def layer_norm(x, gain, shift, epsilon=1e-5):
    mean = x.mean(-1, keepdim=True)
    variance = x.var(-1, correction=0, keepdim=True)
    return (x / (variance + epsilon).sqrt() - mean) * gain + shift
