# expect: Your result has shape (2, 3)
def copying_scores(weights, copies):
    q = [n for n, _ in copies]
    k = [n + 1 - d for n, d in copies]
    return weights[:, :, q, k].mean(1)
