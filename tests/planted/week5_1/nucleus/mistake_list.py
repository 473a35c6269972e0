# expect: returned a list
def nucleus(probabilities, share):
    order = np.argsort(-probabilities)
    kept, total = [0.0] * len(probabilities), 0.0
    for i in order:
        kept[i] = probabilities[i]
        total += probabilities[i]
        if total >= share:
            break
    return [k / total for k in kept]
