# expect: the mean of the three columns
def unbroadcast(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            gradient = gradient.mean(axis=axis, keepdims=True)
    return gradient
