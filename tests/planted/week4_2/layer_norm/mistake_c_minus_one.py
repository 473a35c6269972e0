# expect: divides the sum of squares by C − 1
def layer_norm(x, gain, shift, epsilon=1e-5):
    mean = x.mean(-1, keepdim=True)
    return (x - mean) / (x.var(-1, keepdim=True) + epsilon).sqrt() * gain + shift
