# expect: The pair (12, 14) is missing
def training_pairs(documents, window):
    ds, w = documents, window
    return [
        (d[i], d[j])
        for d in ds
        for i in range(len(d))
        for j in range(max(0, i - w), min(len(d) - 1, i + w + 1))
        if j != i
    ]
