# expect: Your result has shape (3, 3)
def score_gradient(weights, values, context_gradient):
    p = values @ context_gradient[:, None]
    return weights * (p - weights @ p)
