# expect: Entry (0, 0) is 0; ln(count
def positive_pmi(counts):
    chance = np.outer(counts.sum(axis=1), counts.sum(axis=0))
    return np.log(np.maximum(counts * counts.sum() // chance, 1))
