# expect: divide by zero encountered in log
def positive_pmi(counts):
    c = counts
    return np.maximum(np.log(c * c.sum() / np.outer(c.sum(1), c.sum(0))), 0)
