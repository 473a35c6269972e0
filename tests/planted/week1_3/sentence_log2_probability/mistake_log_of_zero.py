# expect: Your code stopped with ValueError
import math
from itertools import pairwise


def sentence_log2_probability(bigrams, sentence):
    pairs = pairwise(["<start>", *sentence, "<end>"])
    return sum(math.log2(bigrams[v][w] / bigrams[v].total()) for v, w in pairs)
