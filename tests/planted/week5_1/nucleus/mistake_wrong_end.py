# expect: The least likely tokens were kept
def nucleus(probabilities, share):
    order = np.argsort(probabilities)
    before = np.cumsum(probabilities[order]) - probabilities[order]
    kept = np.zeros(len(probabilities))
    kept[order[before < 0.7 * share]] = probabilities[order[before < 0.7 * share]]
    return kept / kept.sum()
