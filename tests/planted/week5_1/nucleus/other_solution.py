def nucleus(probabilities, share):
    kept, total = np.zeros(len(probabilities)), 0.0
    for token in sorted(range(len(probabilities)), key=lambda token: -probabilities[token]):
        if total >= share:
            break
        kept[token] = probabilities[token]
        total += probabilities[token]
    return kept / kept.sum()
