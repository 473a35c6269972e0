# expect: its dot product with the neighbor
def negative_sampling_gradients(center, neighbor, noise):
    e, ne = sigmoid(center @ neighbor) - 1, sigmoid(noise @ neighbor)
    return e * neighbor + ne @ noise, e * center, np.outer(ne, center)
