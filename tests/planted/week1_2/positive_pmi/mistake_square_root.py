# expect: and chance gives 8 · 7 / 12
def positive_pmi(counts):
    c = counts
    return np.log(np.maximum(c / np.sqrt(np.outer(c.sum(1), c.sum(0))), 1))
