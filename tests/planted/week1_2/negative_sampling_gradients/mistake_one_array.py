# expect: returned a NumPy array
def negative_sampling_gradients(center, neighbor, noise):
    error = sigmoid(center @ neighbor) - 1
    noise_error = sigmoid(noise @ center)
    return error * neighbor + noise_error @ noise
