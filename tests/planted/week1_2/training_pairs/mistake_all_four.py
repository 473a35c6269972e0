# expect: (3 more to find after that.)
def training_pairs(documents, window):
    tokens = [token for document in documents for token in document]
    pairs = []
    for i, center in enumerate(tokens):
        for j in range(i - window, i + window):
            if j < len(tokens):
                pairs.append((center, tokens[j]))
    return pairs
