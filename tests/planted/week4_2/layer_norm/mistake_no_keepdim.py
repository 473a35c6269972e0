# expect: stopped with RuntimeError
def layer_norm(x, gain, shift, epsilon=1e-5):
    mean = x.mean(-1)
    variance = x.var(-1, correction=0)
    return (x - mean) / (variance + epsilon).sqrt() * gain + shift
