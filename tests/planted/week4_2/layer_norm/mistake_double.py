# expect: holds torch.float64
def layer_norm(x, gain, shift, epsilon=1e-5):
    x = x.double()
    mean, variance = x.mean(-1, keepdim=True), x.var(-1, correction=0, keepdim=True)
    return (x - mean) / (variance + epsilon).sqrt() * gain + shift
