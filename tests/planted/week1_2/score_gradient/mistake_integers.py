# expect: Entry 0 is 0; predicted minus observed is
def score_gradient(scores, observed):
    p = np.exp(scores - scores.max())
    gradient = np.zeros(len(scores), dtype=int)
    gradient[:] = p / p.sum()
    gradient[observed] -= 1
    return gradient
