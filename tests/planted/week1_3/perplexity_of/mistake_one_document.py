# expect: you returned 2.
def perplexity_of(log2_probabilities):
    return 2 ** -log2_probabilities[0].mean()
