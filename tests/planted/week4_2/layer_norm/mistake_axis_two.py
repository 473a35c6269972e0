# expect: For a single vector
def layer_norm(x, gain, shift, epsilon=1e-5):
    mean, variance = x.mean(2, keepdim=True), x.var(2, correction=0, keepdim=True)
    return (x - mean) / (variance + epsilon).sqrt() * gain + shift
