# expect: Nudging neighbor[0]
def negative_sampling_gradients(center, neighbor, noise):
    error = sigmoid(center @ neighbor) - 1
    noise_error = sigmoid(noise @ center)
    for_center = error * neighbor + noise_error @ noise
    return for_center, error * neighbor, np.outer(noise_error, center)
