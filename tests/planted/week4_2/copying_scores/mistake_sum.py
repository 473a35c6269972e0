# expect: the sum over the copies
def copying_scores(weights, copies):
    return sum(weights[:, :, n, n + 1 - d] for n, d in copies)
