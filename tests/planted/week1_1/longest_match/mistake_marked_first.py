# expect: ing begins this word and continues it
def longest_match(word, vocabulary, unknown="<unk>"):
    pieces, start = [], 0
    while start < len(word):
        found = None
        for end in range(len(word), start, -1):
            for piece in ("##" + word[start:end], word[start:end]):
                if piece in vocabulary and found is None:
                    found = piece
        if found is None:
            return [unknown]
        pieces.append(found)
        start += len(found.removeprefix("##"))
    return pieces
