# expect: in how many documents each word occurs
from collections import Counter


def continuations(documents):
    counts = Counter()
    for document in documents:
        counts.update({*document, "<end>"})
    return dict(counts)
