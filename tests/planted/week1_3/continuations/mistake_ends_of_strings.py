# expect: Does your code compare whole words, or the ends of strings?
def continuations(documents):
    tokens = [["<start>", *document, "<end>"] for document in documents]
    pairs = {f"{left} {right}" for row in tokens for left, right in pairwise(row)}
    words = {word for row in tokens for word in row[1:]}
    return {word: sum(pair.endswith(word) for pair in pairs) for word in words}
