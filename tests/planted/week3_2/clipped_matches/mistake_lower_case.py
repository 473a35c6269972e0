# expect: you returned (3, 3), not (2, 3)
from collections import Counter


def clipped_matches(hypothesis, reference, n):
    a = Counter(
        tuple(w.lower() for w in hypothesis[i : i + n]) for i in range(len(hypothesis) - n + 1)
    )
    b = Counter(
        tuple(w.lower() for w in reference[i : i + n]) for i in range(len(reference) - n + 1)
    )
    return (a & b).total(), a.total()
