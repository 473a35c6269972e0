# expect: stand directly before it
from collections import defaultdict


def continuations(documents):
    before = defaultdict(set)
    for document in documents:
        tokens = ["<start>", *document, "<end>"]
        for i, word in enumerate(tokens[1:], start=1):
            before[word].update(tokens[:i])
    return {word: len(tokens) for word, tokens in before.items()}
