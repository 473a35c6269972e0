# expect: Gain and shift have changed places
def layer_norm(x, gain, shift, epsilon=1e-5):
    m = x.mean(-1, keepdim=True)
    v = x.var(-1, correction=0, keepdim=True)
    return (x - m) / (v + epsilon).sqrt() * shift + gain
