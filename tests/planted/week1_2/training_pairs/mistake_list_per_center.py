# expect: holds a list as its neighbor
def training_pairs(documents, window):
    return [
        (d[i], d[max(0, i - window) : i] + d[i + 1 : i + window + 1])
        for d in documents
        for i in range(len(d))
    ]
