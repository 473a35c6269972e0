# expect: without the weight in front
def score_gradient(weights, values, context_gradient):
    along = values @ context_gradient
    return along - weights @ along
