# expect: one number for each head and copy
def copying_scores(weights, copies):
    n = [n for n, _ in copies]
    k = [n + 1 - d for n, d in copies]
    return weights[:, :, n, k]
