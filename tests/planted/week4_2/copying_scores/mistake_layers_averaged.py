# expect: Your result has shape (4,)
def copying_scores(weights, copies):
    n = [n for n, _ in copies]
    k = [n + 1 - d for n, d in copies]
    return weights[:, :, n, k].mean((0, -1))
