# expect: changed its input copies
def copying_scores(weights, copies):
    total, count = 0, len(copies)
    while copies:
        n, d = copies.pop()
        total = total + weights[:, :, n, n + 1 - d]
    return total / count
