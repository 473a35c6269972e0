# expect: changed its input x
def layer_norm(x, gain, shift, epsilon=1e-5):
    x -= x.mean(-1, keepdim=True)
    return x / (x.var(-1, correction=0, keepdim=True) + epsilon).sqrt() * gain + shift
