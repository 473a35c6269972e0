# expect: the first k of the list is used
import numpy as np

from course_utils.models.ngram import count_ngrams, evidence_for
from course_utils.models.smoothing import add_k


def evaluate(train, validation, test, vocabulary_size, ks=(1, 0.1, 0.01, 0.001)):
    counts = count_ngrams(train, 2, vocabulary_size)
    return float(-np.log2(add_k(evidence_for(counts, test), ks[0])).mean())
