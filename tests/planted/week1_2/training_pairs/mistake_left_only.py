# expect: The pair (10, 11) is missing
def training_pairs(documents, window):
    pairs = []
    for tokens in documents:
        for i, center in enumerate(tokens):
            pairs += [(center, other) for other in tokens[max(0, i - window) : i]]
    return pairs
