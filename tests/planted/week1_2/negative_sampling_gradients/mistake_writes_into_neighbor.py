# expect: changed its input neighbor
def negative_sampling_gradients(center, neighbor, noise):
    e, ne = sigmoid(center @ neighbor) - 1, sigmoid(noise @ center)
    for_center = neighbor
    for_center *= e
    for_center += ne @ noise
    return for_center, e * center, np.outer(ne, center)
