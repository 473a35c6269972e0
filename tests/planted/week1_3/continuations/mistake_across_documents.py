# expect: Your result for <start> is
from collections import defaultdict
from itertools import pairwise


def continuations(documents):
    stream = []
    for document in documents:
        stream += ["<start>", *document, "<end>"]
    before = defaultdict(set)
    for left, right in pairwise(stream):
        before[right].add(left)
    return {word: len(tokens) for word, tokens in before.items()}
