# expect: The noise words are treated like neighbors
def negative_sampling_gradients(center, neighbor, noise):
    error = sigmoid(center @ neighbor) - 1
    noise_error = sigmoid(noise @ center) - 1
    for_center = error * neighbor + noise_error @ noise
    return for_center, error * center, np.outer(noise_error, center)
