# expect: Of the 7 words, 5 match
from collections import Counter


def clipped_matches(hypothesis, reference, n):
    ours = Counter(tuple(hypothesis[i : i + n]) for i in range(len(hypothesis) - n))
    theirs = Counter(tuple(reference[i : i + n]) for i in range(len(reference) - n))
    return (ours & theirs).total(), ours.total()
