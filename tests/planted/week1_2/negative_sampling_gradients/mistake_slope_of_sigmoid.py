# expect: the slope of the sigmoid
def negative_sampling_gradients(center, neighbor, noise):
    c, n, z = center, neighbor, noise
    e = sigmoid(n @ c) * (1 - sigmoid(n @ c))
    ez = sigmoid(z @ c) * (1 - sigmoid(z @ c))
    return e * n + ez @ z, e * c, np.outer(ez, c)
