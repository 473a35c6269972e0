# expect: You took away the plain mean
def score_gradient(weights, values, context_gradient):
    along = values @ context_gradient
    return weights * (along - along.mean())
