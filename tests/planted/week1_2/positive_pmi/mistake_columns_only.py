# expect: compared with its column alone
def positive_pmi(counts):
    row, column = counts.sum(axis=1, keepdims=True), counts.sum(axis=0)
    return np.log(np.maximum(counts * len(counts) / column, 1))
