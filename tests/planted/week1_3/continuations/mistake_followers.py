# expect: how many different tokens stand after
from collections import defaultdict
from itertools import pairwise


def continuations(documents):
    b = defaultdict(set)
    for d in documents:
        for left, right in pairwise(["<start>", *d, "<end>"]):
            b[left].add(right)
    return {w: len(s) for w, s in b.items()}
