# expect: 1 − σ(u · v), observed minus predicted
def negative_sampling_gradients(center, neighbor, noise):
    c, n, z = center, neighbor, noise
    e = 1 - sigmoid(n @ c)
    ez = sigmoid(z @ c)
    return e * n + ez @ z, e * c, np.outer(ez, c)
