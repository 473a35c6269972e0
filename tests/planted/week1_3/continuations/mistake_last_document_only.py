# expect: only the last document was counted
from collections import defaultdict
from itertools import pairwise


def continuations(documents):
    for d in documents:
        b = defaultdict(set)
        for left, right in pairwise(["<start>", *d, "<end>"]):
            b[right].add(left)
    return {w: len(s) for w, s in b.items()}
