# expect: the neighbor's part only
def negative_sampling_gradients(center, neighbor, noise):
    error = sigmoid(center @ neighbor) - 1
    noise_error = sigmoid(noise @ center)
    return error * neighbor, error * center, np.outer(noise_error, center)
