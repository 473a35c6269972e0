def positive_pmi(counts):
    row, column = np.log(counts.sum(axis=1)), np.log(counts.sum(axis=0))
    found = np.zeros(counts.shape)
    np.log(counts, out=found, where=counts > 0)
    pmi = found + np.log(counts.sum()) - row[:, None] - column
    return np.where(counts > 0, pmi, 0).clip(min=0)
