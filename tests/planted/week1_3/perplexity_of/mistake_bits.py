# expect: those are the bits per token
import numpy as np


def perplexity_of(log2_probabilities):
    return float(-np.concatenate(log2_probabilities).mean())
