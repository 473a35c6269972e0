def nucleus(probabilities, share):
    order = np.argsort(probabilities)
    gone = order[np.cumsum(probabilities[order]) <= 1 - share + 1e-12]
    kept = probabilities.copy()
    kept[gone] = 0
    return kept / kept.sum()
