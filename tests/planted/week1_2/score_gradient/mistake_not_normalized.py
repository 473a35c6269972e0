# expect: e to the score, minus observed
def score_gradient(scores, observed):
    gradient = np.exp(scores)
    gradient[observed] -= 1
    return gradient
