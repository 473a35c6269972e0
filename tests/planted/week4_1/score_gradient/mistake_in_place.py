# expect: changed its input weights
def score_gradient(weights, values, context_gradient):
    along = values @ context_gradient
    mean = weights @ along
    weights *= along - mean
    return weights
