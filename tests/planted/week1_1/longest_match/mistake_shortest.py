# expect: But sing is longer than s
def longest_match(word, vocabulary, unknown="<unk>"):
    pieces, start = [], 0
    while start < len(word):
        mark = "##" if start else ""
        ends = range(start + 1, len(word) + 1)
        if start:
            ends = reversed(ends)
        for end in ends:
            if mark + word[start:end] in vocabulary:
                break
        else:
            return [unknown]
        pieces.append(mark + word[start:end])
        start = end
    return pieces
