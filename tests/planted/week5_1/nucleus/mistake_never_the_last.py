# expect: Does your loop reach the last token
def nucleus(probabilities, share):
    order = np.argsort(-probabilities)
    kept, total = np.zeros(len(probabilities)), 0.0
    for i in range(len(order) - 1):
        if total >= share:
            break
        kept[order[i]] = probabilities[order[i]]
        total += probabilities[order[i]]
    return kept / kept.sum()
