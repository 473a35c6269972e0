# expect: the 1 was subtracted before softmax
def score_gradient(scores, observed):
    s = scores.copy()
    s[observed] -= 1
    p = np.exp(s - s.max())
    return p / p.sum()
