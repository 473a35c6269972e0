# expect: before the norm
def layer_norm(x, gain, shift, epsilon=1e-5):
    x = x * gain + shift
    m = x.mean(-1, keepdim=True)
    v = x.var(-1, correction=0, keepdim=True)
    return (x - m) / (v + epsilon).sqrt()
