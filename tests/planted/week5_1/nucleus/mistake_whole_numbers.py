# expect: array that you fill one of whole numbers
def nucleus(probabilities, share):
    order = np.argsort(-probabilities)
    before = np.cumsum(probabilities[order]) - probabilities[order]
    kept = np.zeros(len(probabilities), dtype=int)
    best = order[before < share]
    kept[best] = probabilities[best]
    return kept / kept.sum()
