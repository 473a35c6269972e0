# expect: a was counted twice, as the pair (a, b) occurs twice
from collections import Counter
from itertools import pairwise


def continuations(documents):
    counts = Counter()
    for document in documents:
        counts.update(right for _, right in pairwise(["<start>", *document, "<end>"]))
    return dict(counts)
