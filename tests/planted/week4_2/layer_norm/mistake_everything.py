# expect: one mean and variance over all words and texts
def layer_norm(x, gain, shift, epsilon=1e-5):
    hat = (x - x.mean()) / (x.var(correction=0) + epsilon).sqrt()
    return hat * gain + shift
