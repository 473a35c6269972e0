# expect: You found (10, 11) 2 times
def training_pairs(documents, window):
    pairs = []
    for d in documents:
        for i in range(len(d)):
            for j in range(max(0, i - window), min(len(d), i + window + 1)):
                if j != i:
                    pairs += [(d[i], d[j]), (d[j], d[i])]
    return pairs
