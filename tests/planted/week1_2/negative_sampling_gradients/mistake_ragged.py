# expect: no array of numbers
def negative_sampling_gradients(center, neighbor, noise):
    error = sigmoid(center @ neighbor) - 1
    noise_error = sigmoid(noise @ center)
    for_neighbors = [error * center, noise_error @ noise, noise_error]
    return error * neighbor + noise_error @ noise, error * center, for_neighbors
