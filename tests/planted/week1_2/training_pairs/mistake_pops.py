# expect: changed its input documents
def training_pairs(documents, window):
    pairs = []
    for d in documents:
        while d:
            center = d.pop(0)
            for other in d[:window]:
                pairs += [(center, other), (other, center)]
    return pairs
