def unbroadcast(gradient, shape):
    if gradient.ndim > len(shape):
        return unbroadcast(gradient.sum(axis=0), shape)
    for i, length in enumerate(shape):
        if length == 1 < gradient.shape[i]:
            return unbroadcast(gradient.sum(axis=i, keepdims=True), shape)
    return gradient
