# expect: four separate yes-or-no probabilities
def score_gradient(scores, observed):
    gradient = 1 / (1 + np.exp(-scores))
    gradient[observed] -= 1
    return gradient
