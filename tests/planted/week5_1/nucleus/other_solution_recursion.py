def nucleus(probabilities, share):
    left = np.array(probabilities, dtype=float)
    kept = np.zeros(len(left))

    def go(total):
        if total >= share or not (left > 0).any():
            return
        i = left.argmax()
        kept[i] = left[i]
        left[i] = 0
        go(total + kept[i])

    go(0.0)
    return kept / kept.sum()
