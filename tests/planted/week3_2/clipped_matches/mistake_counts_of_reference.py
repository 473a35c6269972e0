# expect: the hypothesis writes the only once
from collections import Counter


def clipped_matches(hypothesis, reference, n):
    def ngrams(words):
        return Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))

    ours, theirs = ngrams(hypothesis), ngrams(reference)
    return sum(theirs[ngram] for ngram in ours), ours.total()
