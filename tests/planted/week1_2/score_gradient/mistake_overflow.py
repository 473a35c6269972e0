# expect: For scores as large as 1000, your result holds nan
def score_gradient(scores, observed):
    with np.errstate(all="ignore"):
        gradient = np.exp(scores) / np.exp(scores).sum()
    gradient[observed] -= 1
    return gradient
