# expect: The pair (11, 10) is missing
def training_pairs(documents, window):
    pairs = []
    for d in documents:
        for i, center in enumerate(d):
            pairs += [(center, other) for other in d[i - window : i] + d[i + 1 : i + 1 + window]]
    return pairs
