# expect: all pairs of the last document
def training_pairs(documents, window):
    for d in documents:
        pairs = []
        for i in range(len(d)):
            for j in range(max(0, i - window), min(len(d), i + window + 1)):
                if j != i:
                    pairs.append((d[i], d[j]))
    return pairs
