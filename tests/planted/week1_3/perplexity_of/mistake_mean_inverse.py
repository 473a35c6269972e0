# expect: the mean of 1/P over the tokens
import numpy as np


def perplexity_of(log2_probabilities):
    return np.mean(1 / 2 ** np.concatenate(log2_probabilities))
