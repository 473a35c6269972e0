# expect: How many tokens, without <start>, do they have?
def perplexity_of(log2_probabilities):
    bits = -sum(document.sum() for document in log2_probabilities)
    return 2 ** (bits / sum(len(document) + 1 for document in log2_probabilities))
