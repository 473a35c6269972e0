# expect: Your loop ran past the last token
def nucleus(probabilities, share):
    order = np.argsort(-probabilities)
    kept, total, i = np.zeros(len(probabilities)), 0.0, 0
    while total < share:
        kept[order[i]] = probabilities[order[i]]
        total += probabilities[order[i]]
        i += 1
    return kept / total
