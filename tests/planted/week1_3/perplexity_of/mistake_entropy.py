# expect: That is how an entropy is computed
import numpy as np


def perplexity_of(log2_probabilities):
    x = np.concatenate(log2_probabilities)
    return 2 ** -(2**x * x).sum()
