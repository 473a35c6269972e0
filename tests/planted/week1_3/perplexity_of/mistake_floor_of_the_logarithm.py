# expect: You returned 1.592e+15
def perplexity_of(log2_probabilities):
    return 2 ** -np.maximum(np.concatenate(log2_probabilities), -100).mean()
