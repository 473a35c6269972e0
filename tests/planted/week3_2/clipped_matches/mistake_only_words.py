# expect: you returned the numbers of n = 1
from collections import Counter


def clipped_matches(hypothesis, reference, n):
    return (Counter(hypothesis) & Counter(reference)).total(), len(hypothesis)
