# expect: With one copy, (4, 4)
def copying_scores(weights, copies):
    return sum(weights[:, :, n, n + 1 - d] for n, d in copies) / 3
