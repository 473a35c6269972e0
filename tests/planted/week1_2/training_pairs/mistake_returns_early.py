# expect: all pairs of the first document, and none of the others
def training_pairs(documents, window):
    pairs = []
    for tokens in documents:
        for i in range(len(tokens)):
            for j in range(max(0, i - window), min(len(tokens), i + window + 1)):
                if j != i:
                    pairs.append((tokens[i], tokens[j]))
        return pairs
