# expect: but the logarithms are to base 2
import numpy as np


def perplexity_of(log2_probabilities):
    return float(np.exp(-np.concatenate(log2_probabilities).mean()))
