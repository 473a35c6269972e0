# expect: that is batch norm
def layer_norm(x, gain, shift, epsilon=1e-5):
    flat = x.reshape(-1, x.shape[-1])
    hat = (x - flat.mean(0)) / (flat.var(0, correction=0) + epsilon).sqrt()
    return hat * gain + shift
