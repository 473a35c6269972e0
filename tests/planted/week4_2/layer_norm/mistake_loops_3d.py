# expect: For a single vector of six numbers your code stops
def layer_norm(x, gain, shift, epsilon=1e-5):
    y = torch.zeros_like(x)
    for b in range(x.shape[0]):
        for t in range(x.shape[1]):
            v = x[b, t]
            y[b, t] = (v - v.mean()) / (v.var(correction=0) + epsilon).sqrt() * gain + shift
    return y
