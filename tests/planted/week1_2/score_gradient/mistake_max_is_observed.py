# expect: Entry 1 is 0.0871
def score_gradient(scores, observed):
    powers = np.exp(scores - scores.max())
    gradient = powers / powers.sum()
    gradient[scores.argmax()] -= 1
    return gradient
