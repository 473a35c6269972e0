# expect: is no pair (center, neighbor)
def training_pairs(documents, window):
    return [
        [(d[i], d[j]) for i in range(len(d)) for j in range(len(d)) if 0 < abs(i - j) <= window]
        for d in documents
    ]
