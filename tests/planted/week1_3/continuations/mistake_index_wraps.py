# expect: Does it lie within one document?
from collections import defaultdict


def continuations(documents):
    b = defaultdict(set)
    for d in documents:
        t = ["<start>", *d, "<end>"]
        for i in range(len(t)):
            b[t[i]].add(t[i - 1])
    return {w: len(s) for w, s in b.items()}
