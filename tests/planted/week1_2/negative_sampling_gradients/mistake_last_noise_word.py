# expect: only the last noise word counts
def negative_sampling_gradients(center, neighbor, noise):
    c, n, z = center, neighbor, noise
    e = sigmoid(n @ c) - 1
    ez = sigmoid(z @ c)
    for k in range(len(z)):
        for_center = e * n + ez[k] * z[k]
    return for_center, e * c, np.outer(ez, c)
