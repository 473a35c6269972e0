# expect: You kept one token too many
def nucleus(probabilities, share):
    kept, total = np.zeros(len(probabilities)), 0
    for i in np.argsort(-probabilities):
        kept[i] = probabilities[i]
        if total >= share:
            break
        total += probabilities[i]
    return kept / kept.sum()
