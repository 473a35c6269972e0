# expect: those are the gradients of the weights
def score_gradient(weights, values, context_gradient):
    return values @ context_gradient
