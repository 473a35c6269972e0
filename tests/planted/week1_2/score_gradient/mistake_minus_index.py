# expect: the id of the observed word is subtracted
def score_gradient(scores, observed):
    s, o = scores, observed
    p = np.exp(s - s.max())
    p /= p.sum()
    return p - o
