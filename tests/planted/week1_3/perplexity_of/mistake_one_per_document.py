# expect: [2, 8], not a number
import numpy as np


def perplexity_of(log2_probabilities):
    return np.array([2 ** -d.mean() for d in log2_probabilities])
