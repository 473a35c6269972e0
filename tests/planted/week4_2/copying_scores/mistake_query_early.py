# expect: The query is one place too early
def copying_scores(weights, copies):
    q = [n - 1 for n, _ in copies]
    k = [n + 1 - d for n, d in copies]
    return weights[:, :, q, k].mean(-1)
