# expect: but you divided by the share
def nucleus(probabilities, share):
    order = np.argsort(-probabilities)
    before = np.cumsum(probabilities[order]) - probabilities[order]
    kept = np.zeros(len(probabilities))
    kept[order[before < share]] = probabilities[order[before < share]]
    return kept / share
