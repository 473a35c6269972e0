# expect: not the mean times the weight
def score_gradient(weights, values, context_gradient):
    p = values @ context_gradient
    return weights * p - weights @ p
