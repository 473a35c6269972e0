# expect: which k gives it the fewest bits?
def evaluate(train, validation, test, vocabulary_size, ks=KS):
    counts = count_ngrams(train, 2, vocabulary_size)
    choice = evidence_for(counts, validation)
    best, fewest = ks[0], math.inf
    for k in ks:
        bits = -np.log2(add_k(choice, k)).mean()
        if bits > fewest:
            break
        best, fewest = k, bits
    return float(-np.log2(add_k(evidence_for(counts, test), best)).mean())
