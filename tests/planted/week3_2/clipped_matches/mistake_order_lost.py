# expect: the same bigram
from collections import Counter


def clipped_matches(hypothesis, reference, n):
    def ngrams(words):
        return Counter(tuple(sorted(words[i : i + n])) for i in range(len(words) - n + 1))

    ours, theirs = ngrams(hypothesis), ngrams(reference)
    return (ours & theirs).total(), ours.total()
