# expect: b was counted once for each document that it ends
from collections import Counter, defaultdict
from itertools import pairwise


def continuations(documents):
    c = Counter()
    for d in documents:
        b = defaultdict(set)
        for left, right in pairwise(["<start>", *d, "<end>"]):
            b[right].add(left)
        for w, s in b.items():
            c[w] += len(s)
    return dict(c)
