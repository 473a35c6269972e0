# expect: only the weight of the score itself is moved
def score_gradient(weights, values, context_gradient):
    return weights * (values @ context_gradient)
