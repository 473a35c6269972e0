# expect: a power is too large to write
def score_gradient(scores, observed):
    with np.errstate(all="ignore"):
        powers = np.exp(scores - scores.mean())
        gradient = powers / powers.sum()
    gradient[observed] -= 1
    return gradient
