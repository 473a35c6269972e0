# expect: leave out copies
def copying_scores(weights, copies):
    copies = [(n, d) for n, d in copies if d >= 5]
    q = [n for n, _ in copies]
    k = [n + 1 - d for n, d in copies]
    return weights[:, :, q, k].mean(-1)
