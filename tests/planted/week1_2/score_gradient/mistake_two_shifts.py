# expect: Entry 0 is 0.03206; predicted
def score_gradient(scores, observed):
    p = np.exp(scores - scores.max()) / np.exp(scores).sum()
    p[observed] -= 1
    return p
