# expect: the predicted probabilities.
def score_gradient(scores, observed):
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()
