# expect: changed its input weights
def copying_scores(weights, copies):
    n, d = copies[0]
    total = weights[:, :, n, n + 1 - d]
    for n, d in copies[1:]:
        total += weights[:, :, n, n + 1 - d]
    return total / len(copies)
