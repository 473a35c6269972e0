# expect: a token of probability 0 makes the perplexity infinite
def perplexity_of(log2_probabilities):
    return 2 ** -np.maximum(np.concatenate(log2_probabilities), -100).mean()
