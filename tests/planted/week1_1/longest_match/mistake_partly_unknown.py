# expect: What must happen to the pieces that were found before it
def longest_match(word, vocabulary, unknown="<unk>"):
    pieces, start = [], 0
    while start < len(word):
        mark = "##" if start else ""
        for end in range(len(word), start, -1):
            if mark + word[start:end] in vocabulary:
                pieces.append(mark + word[start:end])
                start = end
                break
        else:
            pieces.append(unknown)
            start += 1
    return pieces
