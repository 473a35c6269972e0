# expect: of type generator
def training_pairs(documents, window):
    ds, w = documents, window
    for d in ds:
        for i in range(len(d)):
            for j in range(max(0, i - w), min(len(d), i + w + 1)):
                if j != i:
                    yield d[i], d[j]
