# expect: the dot products themselves
def negative_sampling_gradients(center, neighbor, noise):
    error = center @ neighbor - 1
    noise_error = noise @ center
    for_center = error * neighbor + noise_error @ noise
    return for_center, error * center, np.outer(noise_error, center)
