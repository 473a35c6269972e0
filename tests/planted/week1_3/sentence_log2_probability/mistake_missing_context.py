# expect: so c is not in the table
import math
from itertools import pairwise


def sentence_log2_probability(bigrams, sentence):
    tokens = ["<start>", *sentence, "<end>"]
    total = 0.0
    for v, w in pairwise(tokens):
        if bigrams[v][w] == 0:
            return -math.inf
        total += math.log2(bigrams[v][w] / bigrams[v].total())
    return total
