# expect: the mean of the documents' perplexities 2 and 8
import numpy as np


def perplexity_of(log2_probabilities):
    return float(np.mean([2 ** -np.mean(document) for document in log2_probabilities]))
