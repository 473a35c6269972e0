# expect: the product underflowed to 0
import math
from collections import Counter
from itertools import pairwise


def sentence_log2_probability(bigrams, sentence):
    p = 1.0
    for v, w in pairwise(["<start>", *sentence, "<end>"]):
        c = bigrams.get(v, Counter())
        if c[w] == 0:
            return -math.inf
        p *= c[w] / c.total()
    return math.log2(p)
