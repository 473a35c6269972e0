# expect: changed its input probabilities
def nucleus(probabilities, share):
    order = np.argsort(-probabilities)
    before = np.cumsum(probabilities[order]) - probabilities[order]
    probabilities[order[before >= share]] = 0
    return probabilities / probabilities.sum()
