# expect: Everything is 0, yet the pair
def positive_pmi(counts):
    total = counts.sum()
    row, column = counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True)
    return np.log(np.maximum(counts / (row * column), 1))
