# expect: predicted minus observed, divided by 4
def score_gradient(scores, observed):
    p = np.exp(scores - scores.max())
    p /= p.sum()
    p[observed] -= 1
    return p / len(scores)
