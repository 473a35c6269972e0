# expect: multiplied by its column sum
def positive_pmi(counts):
    row, column = counts.sum(axis=1, keepdims=True), counts.sum(axis=0)
    return np.log(np.maximum(counts * counts.sum() / row * column, 1))
