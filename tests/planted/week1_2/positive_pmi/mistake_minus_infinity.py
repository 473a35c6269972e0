# expect: Your result[0][2] is -inf
def positive_pmi(counts):
    total = counts.sum()
    row, column = counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True)
    with np.errstate(divide="ignore"):
        return np.log(counts * total / (row * column))
