# expect: But sing and ##ing are in the vocabulary
def longest_match(word, vocabulary, unknown="<unk>"):
    pieces, start = [], 0
    while start < len(word):
        mark = "##" if start else ""
        for end in range(len(word), start, -1):
            if word[start:end] + mark in vocabulary:
                break
        else:
            return [unknown]
        pieces.append(word[start:end] + mark)
        start = end
    return pieces
