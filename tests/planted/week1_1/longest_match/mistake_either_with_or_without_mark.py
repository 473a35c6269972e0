# expect: ing without marks begins a word
def longest_match(word, vocabulary, unknown="<unk>"):
    pieces, start = [], 0
    while start < len(word):
        for end in range(len(word), start, -1):
            t = word[start:end]
            if start and "##" + t in vocabulary:
                pieces.append("##" + t)
                start = end
                break
            if t in vocabulary:
                pieces.append(t)
                start = end
                break
        else:
            return [unknown]
    return pieces
