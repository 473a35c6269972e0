# expect: the noise words are averaged
def negative_sampling_gradients(center, neighbor, noise):
    error = sigmoid(center @ neighbor) - 1
    noise_error = sigmoid(noise @ center)
    for_center = error * neighbor + noise_error @ noise / len(noise)
    return for_center, error * center, np.outer(noise_error, center)
