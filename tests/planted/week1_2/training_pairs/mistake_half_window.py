# expect: The pair (10, 12) is missing
def training_pairs(documents, window):
    reach = window // 2
    pairs = []
    for d in documents:
        for i in range(len(d)):
            for j in range(max(0, i - reach), min(len(d), i + reach + 1)):
                if j != i:
                    pairs.append((d[i], d[j]))
    return pairs
