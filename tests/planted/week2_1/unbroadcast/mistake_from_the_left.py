# expect: shape (1, 3); for these inputs it should be (3,)
def unbroadcast(gradient, shape):
    for axis, (given, wanted) in enumerate(zip(gradient.shape, shape)):
        if given != wanted:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return gradient
