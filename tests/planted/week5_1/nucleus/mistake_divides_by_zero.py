# expect: nothing was left, and 0 divided by 0
def nucleus(probabilities, share):
    order = np.argsort(-probabilities)
    kept = np.zeros(len(probabilities))
    best = order[np.cumsum(probabilities[order]) <= share]
    kept[best] = probabilities[best]
    with np.errstate(invalid="ignore"):
        return kept / kept.sum()
