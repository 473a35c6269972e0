# expect: one layer of three heads
def copying_scores(weights, copies):
    queries = [n for n, _ in copies]
    keys = [n + 1 - d for n, d in copies]
    return weights[:, :, queries, keys].mean(-1).squeeze()
