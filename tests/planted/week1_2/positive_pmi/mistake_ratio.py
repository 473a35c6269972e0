# expect: how many times more often than by chance
def positive_pmi(counts):
    total = counts.sum()
    row, column = counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True)
    return counts * total / (row * column)
