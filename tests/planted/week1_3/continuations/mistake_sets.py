# expect: but a number is wanted
from collections import defaultdict
from itertools import pairwise


def continuations(documents):
    before = defaultdict(set)
    for document in documents:
        for left, right in pairwise(["<start>", *document, "<end>"]):
            before[right].add(left)
    return dict(before)
