# expect: one is of type Counter
from collections import Counter


def clipped_matches(hypothesis, reference, n):
    def ngrams(words):
        return Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))

    ours, theirs = ngrams(hypothesis), ngrams(reference)
    return ours & theirs, ours.total()
