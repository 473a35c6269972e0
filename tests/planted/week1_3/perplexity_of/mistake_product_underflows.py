# expect: the product of the probabilities underflowed
import numpy as np


def perplexity_of(log2_probabilities):
    x = np.concatenate(log2_probabilities)
    return np.prod(2.0**x) ** (-1 / len(x))
