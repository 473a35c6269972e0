def positive_pmi(counts):
    p = counts / counts.sum()
    found = np.zeros(counts.shape)
    for i in range(counts.shape[0]):
        for j in range(counts.shape[1]):
            if p[i, j] > 0:
                found[i, j] = max(0.0, math.log(p[i, j] / (p[i].sum() * p[:, j].sum())))
    return found
