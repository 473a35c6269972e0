# expect: although b never followed b
import math
from itertools import pairwise


def sentence_log2_probability(bigrams, sentence):
    total = 0.0
    for v, w in pairwise(["<start>", *sentence, "<end>"]):
        if v in bigrams and bigrams[v][w] > 0:
            total += math.log2(bigrams[v][w] / bigrams[v].total())
    return total
