# expect: the right number with the wrong sign
import math
from collections import Counter
from itertools import pairwise


def sentence_log2_probability(bigrams, sentence):
    tokens = ["<start>", *sentence, "<end>"]
    total = 0.0
    for v, w in pairwise(tokens):
        c = bigrams.get(v, Counter())
        if c[w] == 0:
            return math.inf
        total -= math.log2(c[w] / c.total())
    return total
