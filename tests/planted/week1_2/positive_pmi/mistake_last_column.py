# expect: Entry (1, 2) is 0; ln(count
def positive_pmi(counts):
    found = np.zeros(counts.shape)
    for i in range(counts.shape[0]):
        for j in range(counts.shape[1] - 1):
            chance = counts[i].sum() * counts[:, j].sum() / counts.sum()
            found[i, j] = math.log(max(counts[i, j] / chance, 1))
    return found
