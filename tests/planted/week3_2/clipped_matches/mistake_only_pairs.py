# expect: For n = 3 you returned (3, 6)
from collections import Counter


def clipped_matches(hypothesis, reference, n):
    def g(w):
        return Counter(w) if n == 1 else Counter(zip(w, w[1:]))

    a, b = g(hypothesis), g(reference)
    return (a & b).total(), a.total()
