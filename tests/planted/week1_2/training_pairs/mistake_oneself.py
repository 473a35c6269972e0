# expect: a position is paired with itself
def training_pairs(documents, window):
    pairs = []
    for tokens in documents:
        for i, center in enumerate(tokens):
            pairs += [(center, other) for other in tokens[max(0, i - window) : i + window + 1]]
    return pairs
