# expect: Entry 1 is -1; predicted
def score_gradient(scores, observed):
    p = np.exp(scores - scores.max())
    p /= p.sum()
    p[observed] = -1
    return p
