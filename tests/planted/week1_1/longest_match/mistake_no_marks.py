# expect: Inside a word, a piece carries ##
def longest_match(word, vocabulary, unknown="<unk>"):
    pieces, start = [], 0
    while start < len(word):
        end = len(word)
        while end > start and word[start:end] not in vocabulary:
            end -= 1
        if end == start:
            return [unknown]
        pieces.append(word[start:end])
        start = end
    return pieces
