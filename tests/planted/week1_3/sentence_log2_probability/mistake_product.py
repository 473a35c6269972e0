# expect: log2 of a probability is never above 0
from itertools import pairwise


def sentence_log2_probability(bigrams, sentence):
    product = 1.0
    for v, w in pairwise(["<start>", *sentence, "<end>"]):
        product *= bigrams[v][w] / bigrams[v].total()
    return product
