# expect: For scores as low as -1000, your result holds nan
def score_gradient(scores, observed):
    with np.errstate(all="ignore"):
        powers = np.exp(scores - abs(scores).max())
        gradient = powers / powers.sum()
    gradient[observed] -= 1
    return gradient
