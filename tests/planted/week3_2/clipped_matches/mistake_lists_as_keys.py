# expect: unhashable type
from collections import Counter


def clipped_matches(hypothesis, reference, n):
    a = Counter(hypothesis[i : i + n] for i in range(len(hypothesis) - n + 1))
    b = Counter(reference[i : i + n] for i in range(len(reference) - n + 1))
    return (a & b).total(), a.total()
