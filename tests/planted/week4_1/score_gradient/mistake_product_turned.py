# expect: cannot be multiplied (1x2 and 3x2)
def score_gradient(weights, values, context_gradient):
    w, v, g = weights, values, context_gradient
    p = g @ v
    return w * (p - w @ p)
