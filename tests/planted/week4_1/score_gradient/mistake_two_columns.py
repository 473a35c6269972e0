# expect: For six words with values of five numbers
def score_gradient(weights, values, context_gradient):
    along = values[:, 0] * context_gradient[0] + values[:, 1] * context_gradient[1]
    return weights * (along - weights @ along)
