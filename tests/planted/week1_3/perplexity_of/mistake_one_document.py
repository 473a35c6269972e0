# expect: which is right for the first document alone
def perplexity_of(log2_probabilities):
    return 2 ** -log2_probabilities[0].mean()
