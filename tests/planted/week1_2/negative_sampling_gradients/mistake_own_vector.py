# expect: each error meets the noise word itself
def negative_sampling_gradients(center, neighbor, noise):
    c, n, z = center, neighbor, noise
    e = sigmoid(n @ c) - 1
    ez = sigmoid(z @ c)
    return e * n + ez @ z, e * c, ez[:, None] * z
