# expect: Two words hold no 4-gram
from collections import Counter


def clipped_matches(hypothesis, reference, n):
    ours = Counter(tuple(hypothesis[i : i + n]) for i in range(len(hypothesis) - n + 1))
    theirs = Counter(tuple(reference[i : i + n]) for i in range(len(reference) - n + 1))
    return (ours & theirs).total(), len(hypothesis) - n + 1
