# expect: With share 0.7 nothing was left
def nucleus(probabilities, share):
    kept = np.where(probabilities >= share, probabilities, 0)
    return kept / kept.sum()
