# expect: a token of probability 0 makes the perplexity infinite
import numpy as np


def perplexity_of(log2_probabilities):
    x = np.concatenate(log2_probabilities)
    x = x[np.isfinite(x)]
    return 2 ** -x.mean()
