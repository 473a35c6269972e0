# expect: a second time does not undo it
def nucleus(probabilities, share):
    order = np.argsort(-probabilities)
    falling = probabilities[order]
    falling[np.cumsum(falling) - falling >= share] = 0
    return falling[order] / falling.sum()
