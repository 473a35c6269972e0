# expect: score minus observed
def score_gradient(scores, observed):
    gradient = scores.copy()
    gradient[observed] -= 1
    return gradient
