# expect: glued together
from collections import Counter


def clipped_matches(hypothesis, reference, n):
    def ngrams(words):
        return Counter("".join(words[i : i + n]) for i in range(len(words) - n + 1))

    ours = ngrams(hypothesis)
    return sum((ours & ngrams(reference)).values()), sum(ours.values())
