# expect: one over the mean probability
import numpy as np


def perplexity_of(log2_probabilities):
    return float(1 / np.mean(2 ** np.concatenate(log2_probabilities)))
