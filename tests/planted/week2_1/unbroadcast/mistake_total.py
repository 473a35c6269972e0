# expect: Entry 0 is 63, not 9
def unbroadcast(gradient, shape):
    if gradient.shape == shape:
        return gradient
    return np.full(shape, gradient.sum())
