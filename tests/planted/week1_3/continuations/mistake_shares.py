# expect: is a share, and a count is wanted
from collections import defaultdict
from itertools import pairwise


def continuations(documents):
    b = defaultdict(set)
    for d in documents:
        for left, right in pairwise(["<start>", *d, "<end>"]):
            b[right].add(left)
    n = sum(len(s) for s in b.values())
    return {w: len(s) / n for w, s in b.items()}
