# expect: the test text was scored with k = 1
import numpy as np

from course_utils.models.ngram import count_ngrams, evidence_for
from course_utils.models.smoothing import add_k

KS = (1, 0.1, 0.01, 0.001, 1e-4, 1e-5, 1e-6)


def evaluate(train, validation, test, vocabulary_size, ks=KS):
    counts = count_ngrams(train, 2, vocabulary_size)
    ev = evidence_for(counts, validation)
    best = min(ks, key=lambda k: -np.log2(add_k(ev, k)).mean())
    assert best in ks
    return float(-np.log2(add_k(evidence_for(counts, test))).mean())
