# expect: only the first token, 0.5, was kept
def nucleus(probabilities, share):
    order = np.argsort(-probabilities)
    number = max(1, int((np.cumsum(probabilities[order]) <= share).sum()))
    kept = np.zeros(len(probabilities))
    kept[order[:number]] = probabilities[order[:number]]
    return kept / kept.sum()
