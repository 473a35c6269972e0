# expect: (Called as score_gradient([-1000, 1000, 999]
def score_gradient(scores, observed):
    p = np.exp(scores - scores[0])
    p /= p.sum()
    p[observed] -= 1
    return p
