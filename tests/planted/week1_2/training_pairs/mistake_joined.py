# expect: a word is paired with words of the next document
def training_pairs(documents, window):
    tokens = [token for document in documents for token in document]
    pairs = []
    for i, center in enumerate(tokens):
        for j in range(max(0, i - window), min(len(tokens), i + window + 1)):
            if j != i:
                pairs.append((center, tokens[j]))
    return pairs
