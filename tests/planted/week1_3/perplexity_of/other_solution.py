import math


def perplexity_of(log2_probabilities):
    bits, tokens = 0.0, 0
    for document in log2_probabilities:
        bits -= float(sum(document))
        tokens += len(document)
    return math.pow(2, bits / tokens)
