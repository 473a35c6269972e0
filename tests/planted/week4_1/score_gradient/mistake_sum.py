# expect: Your gradients sum to 2.500
def score_gradient(weights, values, context_gradient):
    w, v, g = weights, values, context_gradient
    p = v @ g
    return w * (p - p.sum())
