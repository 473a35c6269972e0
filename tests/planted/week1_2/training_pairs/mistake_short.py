# expect: the farthest neighbor on the right is missing
def training_pairs(documents, window):
    pairs = []
    for tokens in documents:
        for i, center in enumerate(tokens):
            for j in range(max(0, i - window), min(len(tokens), i + window)):
                if j != i:
                    pairs.append((center, tokens[j]))
    return pairs
