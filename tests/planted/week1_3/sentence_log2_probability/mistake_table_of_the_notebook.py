# expect: is it the given table that your code reads?
import math
from collections import Counter
from itertools import pairwise

toy = {"<start>": Counter(I=2, am=1, you=1), "I": Counter(am=2, late=1)}


def probability(token, context):
    row = toy.get(context, Counter())
    return row[token] / row.total()


def sentence_log2_probability(bigrams, sentence):
    pairs = pairwise(["<start>", *sentence, "<end>"])
    return sum(math.log2(probability(w, v)) for v, w in pairs)
