def negative_sampling_gradients(center, neighbor, noise):
    outputs = np.vstack([neighbor, noise])
    error = sigmoid(outputs @ center)
    error[0] -= 1
    for_outputs = error[:, None] * center
    return error @ outputs, for_outputs[0], for_outputs[1:]
