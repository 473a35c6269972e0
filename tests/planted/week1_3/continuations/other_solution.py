def continuations(documents):
    pairs = set()
    for document in documents:
        previous = "<start>"
        for word in [*document, "<end>"]:
            pairs.add((previous, word))
            previous = word
    words = {word for _, word in pairs}
    return {word: sum(1 for _, right in pairs if right == word) for word in words}
