# expect: changed its input counts
def positive_pmi(counts):
    c = counts
    c /= c.sum()
    return np.log(np.maximum(c / np.outer(c.sum(1), c.sum(0)), 1))
