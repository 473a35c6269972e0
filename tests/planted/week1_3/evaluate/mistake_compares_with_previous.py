# expect: Does your code compare every k of the list
def evaluate(train, validation, test, vocabulary_size, ks=KS):
    counts = count_ngrams(train, 2, vocabulary_size)
    choice = evidence_for(counts, validation)
    best, previous = ks[0], math.inf
    for k in ks:
        bits = -np.log2(add_k(choice, k)).mean()
        if bits < previous:
            best = k
        previous = bits
    return float(-np.log2(add_k(evidence_for(counts, test), best)).mean())
