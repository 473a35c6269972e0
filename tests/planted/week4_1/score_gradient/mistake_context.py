# expect: One number is wanted for each score
def score_gradient(weights, values, context_gradient):
    context = weights @ values
    return context_gradient * context
