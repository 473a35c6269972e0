# expect: k is chosen on text that was counted, or is simply the smallest
import numpy as np

from course_utils.models.ngram import count_ngrams, evidence_for
from course_utils.models.smoothing import add_k


def evaluate(train, validation, test, vocabulary_size, ks=(1, 0.1, 0.01, 0.001)):
    counts = count_ngrams(train, 2, vocabulary_size)
    evidence = evidence_for(counts, train)
    best = min(ks, key=lambda k: -np.log2(add_k(evidence, k)).mean())
    return float(-np.log2(add_k(evidence_for(counts, test), best)).mean())
