# expect: logarithms to base 10
def positive_pmi(counts):
    row, column = counts.sum(axis=1, keepdims=True), counts.sum(axis=0)
    return np.log10(np.maximum(counts * counts.sum() / (row * column), 1))
