# expect: from the sum of the bits
import numpy as np


def perplexity_of(log2_probabilities):
    return float(2 ** -np.concatenate(log2_probabilities).sum())
