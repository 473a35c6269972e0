# expect: but you returned (0, 1)
from collections import Counter


def clipped_matches(hypothesis, reference, n):
    a = Counter(tuple(hypothesis[i : i + n]) for i in range(len(hypothesis) - n + 1))
    b = Counter(tuple(reference[i : i + n]) for i in range(len(reference) - n + 1))
    return (a & b).total(), max(1, a.total())
