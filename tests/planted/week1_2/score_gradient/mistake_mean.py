# expect: a power is too large to write
def score_gradient(scores, observed):
    s, o = scores, observed
    p = np.exp(s - s.mean())
    p /= p.sum()
    p[o] -= 1
    return p
