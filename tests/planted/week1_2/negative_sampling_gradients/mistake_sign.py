# expect: observed minus predicted
def negative_sampling_gradients(center, neighbor, noise):
    error = 1 - sigmoid(center @ neighbor)
    noise_error = -sigmoid(noise @ center)
    for_center = error * neighbor + noise_error @ noise
    return for_center, error * center, np.outer(noise_error, center)
