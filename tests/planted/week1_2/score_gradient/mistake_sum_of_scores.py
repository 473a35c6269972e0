# expect: scores divided by their sum
def score_gradient(scores, observed):
    p = scores / scores.sum()
    p[observed] -= 1
    return p
