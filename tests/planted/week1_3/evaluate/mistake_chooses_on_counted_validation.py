# expect: k is chosen on text that was counted
import numpy as np

from course_utils.models.ngram import count_ngrams, evidence_for
from course_utils.models.smoothing import add_k

KS = (1, 0.1, 0.01, 0.001, 1e-4, 1e-5, 1e-6)


def evaluate(train, validation, test, vocabulary_size, ks=KS):
    ev = evidence_for(count_ngrams([*train, *validation], 2, vocabulary_size), validation)
    best = min(ks, key=lambda k: -np.log2(add_k(ev, k)).mean())
    counts = count_ngrams(train, 2, vocabulary_size)
    return float(-np.log2(add_k(evidence_for(counts, test), best)).mean())
