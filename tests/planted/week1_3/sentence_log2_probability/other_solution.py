import math
from itertools import pairwise


def sentence_log2_probability(bigrams, sentence):
    pairs = list(pairwise(["<start>"] + list(sentence) + ["<end>"]))
    frequencies = []
    for left, right in pairs:
        row = dict(bigrams[left]) if left in bigrams else {}
        frequencies.append(row.get(right, 0) / max(sum(row.values()), 1))
    if min(frequencies) == 0:
        return float("-inf")
    return sum(map(math.log2, frequencies))
