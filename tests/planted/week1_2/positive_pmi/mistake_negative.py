# expect: the two meet less often than by chance
def positive_pmi(counts):
    total = counts.sum()
    row, column = counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True)
    ratio = counts * total / (row * column)
    return np.log(np.where(counts > 0, ratio, 1))
