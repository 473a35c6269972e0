# expect: mean of the squares of x itself
def layer_norm(x, gain, shift, epsilon=1e-5):
    m = x.mean(-1, keepdim=True)
    v = x.square().mean(-1, keepdim=True)
    return (x - m) / (v + epsilon).sqrt() * gain + shift
