# expect: no token was kept, not even the most likely
def nucleus(probabilities, share):
    order = np.argsort(-probabilities)
    kept = np.zeros(len(probabilities))
    best = order[np.cumsum(probabilities[order]) <= share]
    kept[best] = probabilities[best]
    return kept / max(kept.sum(), 1e-12)
