# expect: a word may stand before itself
from collections import defaultdict
from itertools import pairwise


def continuations(documents):
    b = defaultdict(set)
    for d in documents:
        for left, right in pairwise(["<start>", *d, "<end>"]):
            if left != right:
                b[right].add(left)
    return {w: len(s) for w, s in b.items()}
