# expect: you kept the tokens [0, 1, 2, 3]
def nucleus(probabilities, share):
    before = np.cumsum(probabilities) - probabilities
    kept = np.where(before < share, probabilities, 0)
    return kept / kept.sum()
