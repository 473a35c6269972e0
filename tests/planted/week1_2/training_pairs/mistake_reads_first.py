# expect: Your code stopped with IndexError
def training_pairs(documents, window):
    pairs = []
    for d in documents:
        previous = [d[0]]
        for token in d[1:]:
            for other in previous[-window:]:
                pairs += [(token, other), (other, token)]
            previous.append(token)
    return pairs
