# expect: a condition in falling order was used
def nucleus(probabilities, share):
    order = np.argsort(-probabilities)
    before = np.cumsum(probabilities[order]) - probabilities[order]
    kept = np.where(before < share, probabilities, 0)
    return kept / kept.sum()
