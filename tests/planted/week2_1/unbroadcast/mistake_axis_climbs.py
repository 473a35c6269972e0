# expect: AxisError: axis 1 is out of bounds
def unbroadcast(gradient, shape):
    for axis in range(gradient.ndim - len(shape)):
        gradient = gradient.sum(axis=axis)
    for axis, length in enumerate(shape):
        if length == 1:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return gradient
