# expect: k has the fewest bits in the mean over the validation documents
import numpy as np

from course_utils.models.ngram import count_ngrams, evidence_for
from course_utils.models.smoothing import add_k

KS = (1, 0.1, 0.01, 0.001, 1e-4, 1e-5, 1e-6)


def evaluate(train, validation, test, vocabulary_size, ks=KS):
    counts = count_ngrams(train, 2, vocabulary_size)

    def bits(documents, k):
        return -np.log2(add_k(evidence_for(counts, documents), k)).mean()

    best = min(ks, key=lambda k: np.mean([bits([d], k) for d in validation]))
    return float(bits(test, best))
