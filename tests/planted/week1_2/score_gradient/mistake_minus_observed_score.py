# expect: infinite / infinite is nan
def score_gradient(scores, observed):
    with np.errstate(all="ignore"):
        powers = np.exp(scores - scores[observed])
        gradient = powers / powers.sum()
    gradient[observed] -= 1
    return gradient
