# expect: right if only one weight moved
def score_gradient(weights, values, context_gradient):
    return weights * (1 - weights) * (values @ context_gradient)
