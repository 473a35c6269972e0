def unbroadcast(gradient, shape):
    result = np.zeros(shape)
    for place in np.ndindex(gradient.shape):
        own = place[gradient.ndim - len(shape) :]
        own = tuple(0 if n == 1 else i for i, n in zip(own, shape))
        result[own] += gradient[place]
    return result
