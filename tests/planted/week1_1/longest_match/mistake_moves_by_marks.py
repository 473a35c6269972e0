# expect: Where does the piece after it begin?
def longest_match(word, vocabulary, unknown="<unk>"):
    pieces, start = [], 0
    while start < len(word):
        mark = "##" if start else ""
        for end in range(len(word), start, -1):
            p = mark + word[start:end]
            if p in vocabulary:
                break
        else:
            return [unknown]
        pieces.append(p)
        start += len(p)
    return pieces
