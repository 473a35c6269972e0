from collections import Counter


def clipped_matches(hypothesis, reference, n):
    a = Counter(tuple(hypothesis[i : i + n]) for i in range(len(hypothesis) - n + 1))
    b = Counter(tuple(reference[i : i + n]) for i in range(len(reference) - n + 1))
    return sum(min(a[g], b[g]) for g in a), sum(a.values())
