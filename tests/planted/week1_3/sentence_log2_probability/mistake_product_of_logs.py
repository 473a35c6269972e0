# expect: the product of the three logarithms
import math
from collections import Counter
from itertools import pairwise


def sentence_log2_probability(bigrams, sentence):
    product = 1.0
    for v, w in pairwise(["<start>", *sentence, "<end>"]):
        c = bigrams.get(v, Counter())
        if c[w] == 0:
            return -math.inf
        product *= math.log2(c[w] / c.total())
    return product
