# expect: That is RMSNorm
def layer_norm(x, gain, shift, epsilon=1e-5):
    return x / (x.pow(2).mean(-1, keepdim=True) + epsilon).sqrt() * gain + shift
