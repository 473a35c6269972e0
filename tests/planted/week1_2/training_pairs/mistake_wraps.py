# expect: the first words are paired with words from the end
def training_pairs(documents, window):
    pairs = []
    for tokens in documents:
        for i, center in enumerate(tokens):
            for j in range(i - window, min(len(tokens), i + window + 1)):
                if j != i and abs(j) <= len(tokens):
                    pairs.append((center, tokens[j]))
    return pairs
