def score_gradient(scores, observed):
    gradient = np.empty(len(scores))
    for j in range(len(scores)):
        with np.errstate(over="ignore"):
            gradient[j] = 1 / np.exp(scores - scores[j]).sum()
    gradient[observed] -= 1
    return gradient
