# expect: You found (0, 1) 4 times
def training_pairs(documents, window):
    ds, w = documents, window
    return [(i, j) for d in ds for i in range(len(d)) for j in range(len(d)) if 0 < abs(i - j) <= w]
