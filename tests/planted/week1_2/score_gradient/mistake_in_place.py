# expect: Your function changed its input scores
def score_gradient(scores, observed):
    scores -= scores.max()
    powers = np.exp(scores)
    powers /= powers.sum()
    powers[observed] -= 1
    return powers
