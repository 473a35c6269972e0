# expect: <end> is missing
from collections import defaultdict
from itertools import pairwise


def continuations(documents):
    before = defaultdict(set)
    for document in documents:
        for left, right in pairwise(["<start>", *document]):
            before[right].add(left)
    return {word: len(tokens) for word, tokens in before.items()}
