# expect: but 7 words hold only 6
from collections import Counter


def clipped_matches(hypothesis, reference, n):
    ours = Counter(tuple(hypothesis[i : i + n]) for i in range(len(hypothesis)))
    theirs = Counter(tuple(reference[i : i + n]) for i in range(len(reference)))
    return (ours & theirs).total(), ours.total()
