import math

import numpy as np

from course_utils.models.ngram import NGramModel, count_ngrams
from course_utils.models.smoothing import add_k


def evaluate(train, validation, test, vocabulary_size, ks=(1, 0.1, 0.01, 0.001)):
    counts = count_ngrams(train, 2, vocabulary_size)
    fewest, chosen = math.inf, None
    for k in ks:
        model = NGramModel(counts, lambda evidence, k=k: add_k(evidence, k))
        bits = -model.log2_probabilities(validation).sum()
        if bits < fewest:
            fewest, chosen = bits, model
    total = -chosen.log2_probabilities(test).sum()
    return float(total / sum(len(document) for document in test))
