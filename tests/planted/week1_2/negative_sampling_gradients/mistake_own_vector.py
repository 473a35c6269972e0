# expect: Nudging noise[0, 0] changes the loss
def negative_sampling_gradients(center, neighbor, noise):
    c, n, z = center, neighbor, noise
    e = sigmoid(n @ c) - 1
    ez = sigmoid(z @ c)
    return e * n + ez @ z, e * c, ez[:, None] * z
