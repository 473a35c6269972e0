# expect: the ratio, minus 1
def positive_pmi(counts):
    total = counts.sum()
    row, column = counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True)
    return np.maximum(counts * total / (row * column) - 1, 0)
