# expect: What do set(…) and update(…) make of a string
def continuations(documents):
    before = defaultdict(set)
    for document in documents:
        for left, right in pairwise(["<start>", *document, "<end>"]):
            before[right].update(left)
    return {word: len(tokens) for word, tokens in before.items()}
