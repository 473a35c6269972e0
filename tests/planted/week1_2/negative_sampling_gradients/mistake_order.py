# expect: the one for neighbor
def negative_sampling_gradients(center, neighbor, noise):
    c, n, z = center, neighbor, noise
    e = sigmoid(n @ c) - 1
    ez = sigmoid(z @ c)
    return e * c, e * n + ez @ z, np.outer(ez, c)
