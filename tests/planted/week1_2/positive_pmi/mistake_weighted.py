# expect: Entry (0, 0) is 0.1257
def positive_pmi(counts):
    p = counts / counts.sum()
    return p * np.log(np.maximum(p / np.outer(p.sum(1), p.sum(0)), 1))
