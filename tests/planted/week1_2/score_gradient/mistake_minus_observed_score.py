# expect: infinite / infinite is nan
def score_gradient(scores, observed):
    s, o = scores, observed
    p = np.exp(s - s[o])
    p /= p.sum()
    p[o] -= 1
    return p
