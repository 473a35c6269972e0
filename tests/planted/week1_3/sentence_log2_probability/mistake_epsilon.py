# expect: you returned -44.86
import math
from collections import Counter
from itertools import pairwise


def sentence_log2_probability(bigrams, sentence):
    total = 0.0
    for v, w in pairwise(["<start>", *sentence, "<end>"]):
        c = bigrams.get(v, Counter())
        total += math.log2(c[w] / max(1, c.total()) + 1e-12)
    return total
