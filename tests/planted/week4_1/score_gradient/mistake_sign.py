# expect: All signs are turned round
def score_gradient(weights, values, context_gradient):
    along = values @ context_gradient
    return weights * (weights @ along - along)
