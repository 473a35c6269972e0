# expect: (30, 30) 1 time
def training_pairs(documents, window):
    ds, w = documents, window
    return sorted(
        {
            (d[i], d[j])
            for d in ds
            for i in range(len(d))
            for j in range(len(d))
            if 0 < abs(i - j) <= w
        }
    )
