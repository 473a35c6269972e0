# expect: For <end> you returned 1 instead of 2
from collections import defaultdict
from itertools import pairwise


def continuations(documents):
    b = defaultdict(set)
    stream = ["<start>"] + [w for d in documents for w in d] + ["<end>"]
    for left, right in pairwise(stream):
        b[right].add(left)
    return {w: len(s) for w, s in b.items()}
