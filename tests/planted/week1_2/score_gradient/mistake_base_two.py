# expect: You subtract 1 for the observed word from
def score_gradient(scores, observed):
    powers = 2.0 ** (scores - scores.max())
    gradient = powers / powers.sum()
    gradient[observed] -= 1
    return gradient
