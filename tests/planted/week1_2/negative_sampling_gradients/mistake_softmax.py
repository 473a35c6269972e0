# expect: Your predictions are a softmax
def negative_sampling_gradients(center, neighbor, noise):
    c, n, z = center, neighbor, noise
    u = np.vstack([n, z])
    p = np.exp(u @ c)
    p /= p.sum()
    p[0] -= 1
    return p @ u, p[0] * c, np.outer(p[1:], c)
