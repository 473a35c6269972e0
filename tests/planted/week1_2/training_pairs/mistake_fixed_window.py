# expect: With a window of 1
def training_pairs(documents, window):
    pairs = []
    for tokens in documents:
        for i, center in enumerate(tokens):
            for j in range(max(0, i - 2), min(len(tokens), i + 3)):
                if j != i:
                    pairs.append((center, tokens[j]))
    return pairs
