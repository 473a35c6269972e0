# expect: With ks = (10, 3, 0.05) you returned 2.663
def evaluate(train, validation, test, vocabulary_size, ks=KS):
    counts = count_ngrams(train, 2, vocabulary_size)
    choice = evidence_for(counts, validation)
    best = min(ks[:-1], key=lambda k: -np.log2(add_k(choice, k)).mean())
    return float(-np.log2(add_k(evidence_for(counts, test), best)).mean())
