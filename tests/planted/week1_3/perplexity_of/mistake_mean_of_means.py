# expect: from the mean of the documents' means 1 and 3
import numpy as np


def perplexity_of(log2_probabilities):
    return float(2 ** -np.mean([np.mean(document) for document in log2_probabilities]))
