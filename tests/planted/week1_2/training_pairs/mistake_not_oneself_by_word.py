# expect: The pair (30, 30) is missing
def training_pairs(documents, window):
    pairs = []
    for tokens in documents:
        for i, center in enumerate(tokens):
            near = tokens[max(0, i - window) : i + window + 1]
            pairs += [(center, other) for other in near if other != center]
    return pairs
