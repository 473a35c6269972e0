# expect: from them you returned 1.834
def perplexity_of(log2_probabilities):
    tokens = len(log2_probabilities) * len(log2_probabilities[0])
    return 2 ** -(sum(document.sum() for document in log2_probabilities) / tokens)
