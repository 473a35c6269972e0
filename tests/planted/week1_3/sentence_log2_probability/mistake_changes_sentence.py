# expect: changed its input sentence from
import math
from collections import Counter
from itertools import pairwise


def sentence_log2_probability(bigrams, sentence):
    sentence.insert(0, "<start>")
    sentence.append("<end>")
    total = 0.0
    for v, w in pairwise(sentence):
        c = bigrams.get(v, Counter())
        if c[w] == 0:
            return -math.inf
        total += math.log2(c[w] / c.total())
    return total
