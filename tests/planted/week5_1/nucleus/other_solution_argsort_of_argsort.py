def nucleus(probabilities, share):
    order = np.argsort(-probabilities, kind="stable")
    falling = probabilities[order]
    falling[np.cumsum(falling) - falling >= share] = 0
    return falling[np.argsort(order)] / falling.sum()
