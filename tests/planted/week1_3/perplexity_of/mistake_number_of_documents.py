# expect: from 7 bits divided by 2 documents
def perplexity_of(log2_probabilities):
    bits = -sum(float(document.sum()) for document in log2_probabilities)
    return 2 ** (bits / len(log2_probabilities))
