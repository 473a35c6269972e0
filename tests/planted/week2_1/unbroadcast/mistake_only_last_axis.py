# expect: shape (2, 1); for these inputs it should be (1, 1)
def unbroadcast(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    if shape and shape[-1] == 1:
        gradient = gradient.sum(axis=-1, keepdims=True)
    return gradient
