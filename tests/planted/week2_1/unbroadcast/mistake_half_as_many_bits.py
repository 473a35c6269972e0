# expect: A gradient of dtype float64 came in, and you returned float32
def unbroadcast(gradient, shape):
    gradient = gradient.astype(np.float32)
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    for i, length in enumerate(shape):
        if length == 1:
            gradient = gradient.sum(axis=i, keepdims=True)
    return gradient
