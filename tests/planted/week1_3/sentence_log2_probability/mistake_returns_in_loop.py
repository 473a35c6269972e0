# expect: the first of three factors
import math
from collections import Counter
from itertools import pairwise


def sentence_log2_probability(bigrams, sentence):
    total = 0.0
    for v, w in pairwise(["<start>", *sentence, "<end>"]):
        c = bigrams.get(v, Counter())
        if c[w] == 0:
            return -math.inf
        total += math.log2(c[w] / c.total())
        return total
