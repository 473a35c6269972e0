# expect: A gradient of dtype float64 came in, and you returned int64
def unbroadcast(gradient, shape):
    result = np.zeros(shape, dtype=int)
    for place in np.ndindex(gradient.shape):
        tail = place[len(place) - len(shape) :]
        own = tuple(0 if length == 1 else i for i, length in zip(tail, shape, strict=True))
        result[own] += int(gradient[place])
    return result
