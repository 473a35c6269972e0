# expect: divided by the length
def layer_norm(x, gain, shift, epsilon=1e-5):
    m = x.mean(-1, keepdim=True)
    return (x - m) / ((x - m).norm(dim=-1, keepdim=True) + epsilon) * gain + shift
