# expect: Your code stopped with ValueError
def longest_match(word, vocabulary, unknown="<unk>"):
    longest = max(len(p) for p in vocabulary)
    pieces, start = [], 0
    while start < len(word):
        for end in range(min(start + longest, len(word)), start, -1):
            piece = word[start:end] if start == 0 else "##" + word[start:end]
            if piece in vocabulary:
                pieces.append(piece)
                start = end
                break
        else:
            return [unknown]
    return pieces
