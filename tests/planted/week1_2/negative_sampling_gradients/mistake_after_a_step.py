# expect: the vectors after a step, not the gradients
def negative_sampling_gradients(center, neighbor, noise):
    c, n, z = center, neighbor, noise
    e = sigmoid(n @ c) - 1
    ez = sigmoid(z @ c)
    return c - e * n - ez @ z, n - e * c, z - np.outer(ez, c)
