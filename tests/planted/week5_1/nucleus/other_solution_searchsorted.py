def nucleus(probabilities, share):
    order = np.argsort(probabilities)[::-1]
    number = int(np.searchsorted(np.cumsum(probabilities[order]), share)) + 1
    kept = np.zeros_like(probabilities)
    kept[order[:number]] = probabilities[order[:number]]
    return kept / kept.sum()
