# expect: how many different tokens stand after it
from collections import defaultdict
from itertools import pairwise


def continuations(documents):
    after = defaultdict(set)
    for document in documents:
        for left, right in pairwise(["<start>", *document, "<end>"]):
            after[left].add(right)
    after["<end>"] = after.pop("<start>")
    return {word: len(tokens) for word, tokens in after.items()}
