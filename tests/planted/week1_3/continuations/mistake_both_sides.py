# expect: no neighbor on the left
from collections import defaultdict
from itertools import pairwise


def continuations(documents):
    near = defaultdict(set)
    for document in documents:
        for left, right in pairwise(["<start>", *document, "<end>"]):
            near[right].add(left)
            near[left].add(right)
    del near["<start>"]
    return {word: len(tokens) for word, tokens in near.items()}
