# expect: Is each of your pieces the longest that fits at its place?
def longest_match(word, vocabulary, unknown="<unk>"):
    pieces = []
    while word:
        for end in range(len(word), 0, -1):
            piece = ("##" if pieces else "") + word[:end]
            if piece in vocabulary:
                pieces.append(piece)
                word = word.lstrip(word[:end])
                break
        else:
            return [unknown]
    return pieces
