# expect: For scores as large as 1000, entry 0 is 0.5
def score_gradient(scores, observed):
    s, o = scores, observed
    p = np.exp(np.clip(s, -50, 50))
    p /= p.sum()
    p[o] -= 1
    return p
