# expect: for the noise words the sign is turned
def negative_sampling_gradients(center, neighbor, noise):
    c, n, z = center, neighbor, noise
    e = sigmoid(n @ c) - 1
    ez = sigmoid(-(z @ c)) - 1
    return e * n + ez @ z, e * c, np.outer(ez, c)
