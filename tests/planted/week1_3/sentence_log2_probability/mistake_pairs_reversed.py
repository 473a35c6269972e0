# expect: none of the three factors is 0
import math
from collections import Counter
from itertools import pairwise


def sentence_log2_probability(bigrams, sentence):
    total = 0.0
    for v, w in pairwise(["<start>", *sentence, "<end>"]):
        c = bigrams.get(w, Counter())
        if c[v] == 0:
            return -math.inf
        total += math.log2(c[v] / c.total())
    return total
