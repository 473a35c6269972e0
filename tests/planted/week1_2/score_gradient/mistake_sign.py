# expect: observed minus predicted
def score_gradient(scores, observed):
    powers = np.exp(scores - scores.max())
    gradient = -powers / powers.sum()
    gradient[observed] += 1
    return gradient
