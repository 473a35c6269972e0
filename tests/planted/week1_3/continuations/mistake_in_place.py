# expect: changed its input documents
from collections import defaultdict
from itertools import pairwise


def continuations(documents):
    b = defaultdict(set)
    for d in documents:
        d.insert(0, "<start>")
        d.append("<end>")
        for left, right in pairwise(d):
            b[right].add(left)
    return {w: len(s) for w, s in b.items()}
