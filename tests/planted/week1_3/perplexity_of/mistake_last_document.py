# expect: which is the perplexity of the last document alone
def perplexity_of(log2_probabilities):
    for document in log2_probabilities:
        bits = -document.mean()
    return 2**bits
