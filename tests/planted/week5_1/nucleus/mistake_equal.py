# expect: Do the kept tokens keep their proportions
def nucleus(probabilities, share):
    order = np.argsort(-probabilities)
    before = np.cumsum(probabilities[order]) - probabilities[order]
    kept = np.zeros(len(probabilities))
    kept[order[before < share]] = 1
    return kept / kept.sum()
