# expect: divided by the number of factors
import math
from collections import Counter
from itertools import pairwise


def sentence_log2_probability(bigrams, sentence):
    tokens = ["<start>", *sentence, "<end>"]
    logs = []
    for v, w in pairwise(tokens):
        c = bigrams.get(v, Counter())
        if c[w] == 0:
            return -math.inf
        logs.append(math.log2(c[w] / c.total()))
    return sum(logs) / len(logs)
