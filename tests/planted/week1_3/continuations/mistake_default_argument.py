# expect: some are from the call before
def continuations(documents, before=defaultdict(set)):
    for document in documents:
        for left, right in pairwise(["<start>", *document, "<end>"]):
            before[right].add(left)
    return {word: len(tokens) for word, tokens in before.items()}
