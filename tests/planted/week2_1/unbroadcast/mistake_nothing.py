# expect: shape (2, 3); for these inputs it should be (3,)
def unbroadcast(gradient, shape):
    return gradient
