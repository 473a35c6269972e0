# expect: Entry (0, 0) is 0.2412
def positive_pmi(counts):
    c = counts
    c = c + 1
    return np.log(np.maximum(c * c.sum() / np.outer(c.sum(1), c.sum(0)), 1))
