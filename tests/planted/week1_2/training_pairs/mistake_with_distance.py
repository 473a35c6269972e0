# expect: An entry of your list, (10, 11, 1)
def training_pairs(documents, window):
    pairs = []
    for d in documents:
        for i in range(len(d)):
            for j in range(max(0, i - window), min(len(d), i + window + 1)):
                if j != i:
                    pairs.append((d[i], d[j], abs(i - j)))
    return pairs
