# expect: with a center that had moved
def negative_sampling_gradients(center, neighbor, noise):
    c, n, z = center, neighbor, noise
    e = sigmoid(n @ c) - 1
    ez = sigmoid(z @ c)
    for_center = e * n + ez @ z
    c = c - for_center
    return for_center, e * c, np.outer(ez, c)
