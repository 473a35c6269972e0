# expect: nothing was divided
def layer_norm(x, gain, shift, epsilon=1e-5):
    return (x - x.mean(-1, keepdim=True)) * gain + shift
