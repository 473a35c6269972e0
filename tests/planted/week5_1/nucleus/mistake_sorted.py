# expect: Your probabilities are sorted
def nucleus(probabilities, share):
    falling = np.sort(probabilities)[::-1]
    falling = np.where(np.cumsum(falling) - falling < share, falling, 0)
    return falling / falling.sum()
