# expect: But nothing stands before the first piece
def longest_match(word, vocabulary, unknown="<unk>"):
    pieces, start = [], 0
    while start < len(word):
        ends = range(len(word), start, -1)
        known = [e for e in ends if {word[start:e], "##" + word[start:e]} & vocabulary]
        if not known:
            return [unknown]
        pieces.append("##" + word[start : known[0]])
        start = known[0]
    return pieces
