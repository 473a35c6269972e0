def training_pairs(documents, window):
    pairs = []
    for tokens in documents:
        for distance in range(1, window + 1):
            for left, right in zip(tokens, tokens[distance:]):
                pairs += [(left, right), (right, left)]
    return pairs
