# expect: When one number was copied to several places
def unbroadcast(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.max(axis=0)
    for i, length in enumerate(shape):
        if length == 1:
            gradient = gradient.max(axis=i, keepdims=True)
    return gradient
