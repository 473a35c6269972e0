# expect: is right in base 2
def positive_pmi(counts):
    total = counts.sum()
    row, column = counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True)
    with np.errstate(divide="ignore"):
        return np.maximum(np.log2(counts * total / (row * column)), 0)
