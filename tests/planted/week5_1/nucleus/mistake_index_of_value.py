# expect: What does your code do with equal
def nucleus(probabilities, share):
    kept, total = np.zeros(len(probabilities)), 0.0
    for p in sorted(probabilities, reverse=True):
        if total >= share:
            break
        kept[list(probabilities).index(p)] = p
        total += p
    return kept / kept.sum()
