# expect: With share 1.0 all 50 tokens stay
def nucleus(probabilities, share):
    order = np.argsort(-probabilities)
    total = np.cumsum(probabilities[order])
    n = np.argmax(total >= share)
    kept = np.zeros(len(probabilities))
    kept[order[: n + 1]] = probabilities[order[: n + 1]]
    return kept / kept.sum()
