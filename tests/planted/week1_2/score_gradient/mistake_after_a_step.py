# expect: the scores after a step
def score_gradient(scores, observed):
    p = np.exp(scores - scores.max())
    p /= p.sum()
    p[observed] -= 1
    return scores - p
