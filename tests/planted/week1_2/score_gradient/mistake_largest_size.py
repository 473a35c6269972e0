# expect: For scores as low as -1000, your result holds nan
def score_gradient(scores, observed):
    p = np.exp(scores - abs(scores).max())
    p /= p.sum()
    p[observed] -= 1
    return p
