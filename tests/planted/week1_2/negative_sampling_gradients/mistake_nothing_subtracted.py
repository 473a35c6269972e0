# expect: predicted, and nothing subtracted
def negative_sampling_gradients(center, neighbor, noise):
    c, n, z = center, neighbor, noise
    e = sigmoid(n @ c)
    ez = sigmoid(z @ c)
    return e * n + ez @ z, e * c, np.outer(ez, c)
