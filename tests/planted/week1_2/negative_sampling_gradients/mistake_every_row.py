# expect: All rows of your gradient for noise are alike
def negative_sampling_gradients(center, neighbor, noise):
    e = sigmoid(center @ neighbor) - 1
    for_center, for_noise = e * neighbor, np.zeros(noise.shape)
    for word in noise:
        error = sigmoid(word @ center)
        for_center = for_center + error * word
        for_noise[:] = error * center
    return for_center, e * center, for_noise
