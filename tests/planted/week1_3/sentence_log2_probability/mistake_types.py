# expect: divided by the number of different followers
import math
from itertools import pairwise


def sentence_log2_probability(bigrams, sentence):
    total = 0.0
    for v, w in pairwise(["<start>", *sentence, "<end>"]):
        if v not in bigrams or bigrams[v][w] == 0:
            return -math.inf
        total += math.log2(bigrams[v][w] / len(bigrams[v]))
    return total
