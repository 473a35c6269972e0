# expect: Along which axis was a column repeated?
def unbroadcast(gradient, shape):
    return gradient.reshape(-1, *shape).sum(axis=0)
