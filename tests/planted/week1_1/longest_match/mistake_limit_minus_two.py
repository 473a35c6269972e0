# expect: From which side does the end of your candidate come
def longest_match(word, vocabulary, unknown="<unk>"):
    longest = max(map(len, vocabulary), default=0) - 2
    pieces, start = [], 0
    while start < len(word):
        mark = "##" if start else ""
        for end in range(min(len(word), start + longest), start, -1):
            if mark + word[start:end] in vocabulary:
                break
        else:
            return [unknown]
        pieces.append(mark + word[start:end])
        start = end
    return pieces
