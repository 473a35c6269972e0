# expect: divided by 24, all tokens of the table
import math
from itertools import pairwise


def sentence_log2_probability(bigrams, sentence):
    everything = sum(row.total() for row in bigrams.values())
    total = 0.0
    for v, w in pairwise(["<start>", *sentence, "<end>"]):
        if v not in bigrams or bigrams[v][w] == 0:
            return -math.inf
        total += math.log2(bigrams[v][w] / everything)
    return total
