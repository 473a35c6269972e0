# expect: The gradient for noise has shape (2, 3)
def negative_sampling_gradients(center, neighbor, noise):
    c, n, z = center, neighbor, noise
    e = sigmoid(n @ c) - 1
    ez = sigmoid(z @ c)
    return e * n + ez @ z, e * c, np.outer(c, ez)
