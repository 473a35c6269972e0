# expect: The mean was not taken away
def layer_norm(x, gain, shift, epsilon=1e-5):
    variance = x.var(-1, correction=0, keepdim=True)
    return x / (variance + epsilon).sqrt() * gain + shift
