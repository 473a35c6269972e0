# expect: the factor P(<end> | b) = 1/16 is missing
import math
from itertools import pairwise


def sentence_log2_probability(bigrams, sentence):
    total = 0.0
    for v, w in pairwise(["<start>", *sentence]):
        if v not in bigrams or bigrams[v][w] == 0:
            return -math.inf
        total += math.log2(bigrams[v][w] / bigrams[v].total())
    return total
