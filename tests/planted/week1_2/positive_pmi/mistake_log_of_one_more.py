# expect: the logarithm of 1 + ratio
def positive_pmi(counts):
    row, column = counts.sum(axis=1, keepdims=True), counts.sum(axis=0)
    return np.log1p(counts * counts.sum() / (row * column))
