# expect: the count, minus what chance gives
def positive_pmi(counts):
    row, column = counts.sum(axis=1, keepdims=True), counts.sum(axis=0)
    return np.maximum(counts - row * column / counts.sum(), 0)
