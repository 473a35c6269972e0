# expect: For a single vector of six numbers, entry
def layer_norm(x, gain, shift, epsilon=1e-5):
    m = x.sum(-1, keepdim=True) / 4
    v = ((x - m) ** 2).sum(-1, keepdim=True) / 4
    return (x - m) / (v + epsilon).sqrt() * gain + shift
