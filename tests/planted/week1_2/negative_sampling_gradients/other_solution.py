def negative_sampling_gradients(center, neighbor, noise):
    for_center, for_noise = np.zeros_like(center), np.zeros_like(noise)
    for observed, vector, row in [(1, neighbor, None), *((0, v, k) for k, v in enumerate(noise))]:
        error = 1 / (1 + math.exp(-(center @ vector))) - observed
        for_center += error * vector
        if row is None:
            for_neighbor = error * center
        else:
            for_noise[row] = error * center
    return for_center, for_neighbor, for_noise
