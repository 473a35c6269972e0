# expect: Your gradient for noise points the other way
def negative_sampling_gradients(center, neighbor, noise):
    e, ne = sigmoid(center @ neighbor) - 1, sigmoid(noise @ center)
    return e * neighbor + ne @ noise, e * center, -np.outer(ne, center)
