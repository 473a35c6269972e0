# expect: Does your code use the epsilon
def layer_norm(x, gain, shift, epsilon=1e-5):
    mean = x.mean(-1, keepdim=True)
    variance = x.var(-1, correction=0, keepdim=True)
    return (x - mean) / (variance + 1e-5).sqrt() * gain + shift
