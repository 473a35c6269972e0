# expect: shape (2, 3); for these inputs it should be (2, 1)
def unbroadcast(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    return gradient
