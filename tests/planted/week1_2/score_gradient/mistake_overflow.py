# expect: Your result[0] is nan
def score_gradient(scores, observed):
    with np.errstate(all="ignore"):
        gradient = np.exp(scores) / np.exp(scores).sum()
    gradient[observed] -= 1
    return gradient
