# expect: shapes (4,) (5,)
def score_gradient(scores, observed):
    s, o = scores, observed
    p = np.exp(s - s.max())
    p /= p.sum()
    y = np.zeros(5)
    y[o] = 1
    return p - y
