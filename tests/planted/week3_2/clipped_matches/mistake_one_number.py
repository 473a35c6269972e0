# expect: Your function returned a number
from collections import Counter


def clipped_matches(hypothesis, reference, n):
    ours = [tuple(hypothesis[i : i + n]) for i in range(len(hypothesis) - n + 1)]
    theirs = [tuple(reference[i : i + n]) for i in range(len(reference) - n + 1)]
    return (Counter(ours) & Counter(theirs)).total() / len(ours)
