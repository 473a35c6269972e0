# expect: stopped with ValueError: setting an array element
import numpy as np


def perplexity_of(log2_probabilities):
    return 2 ** -np.array(log2_probabilities).mean()
