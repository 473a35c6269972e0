# expect: only the pair (a, b) was counted
import math
from itertools import pairwise


def sentence_log2_probability(bigrams, sentence):
    return sum(math.log2(bigrams[v][w] / bigrams[v].total()) for v, w in pairwise(sentence))
