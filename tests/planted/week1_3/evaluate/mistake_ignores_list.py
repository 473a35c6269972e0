# expect: Does your code use the list ks
import numpy as np

from course_utils.models.ngram import count_ngrams, evidence_for
from course_utils.models.smoothing import add_k

KS = (1, 0.1, 0.01, 0.001, 1e-4, 1e-5, 1e-6)


def evaluate(train, validation, test, vocabulary_size, ks=(1, 0.1, 0.01, 0.001)):
    counts = count_ngrams(train, 2, vocabulary_size)
    ev = evidence_for(counts, validation)
    best = min(KS, key=lambda k: -np.log2(add_k(ev, k)).mean())
    return float(-np.log2(add_k(evidence_for(counts, test), best)).mean())
