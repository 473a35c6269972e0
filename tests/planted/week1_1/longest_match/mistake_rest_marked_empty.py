# expect: What is left of the word after it
def longest_match(word, vocabulary, unknown="<unk>"):
    pieces = []
    while word:
        for end in range(len(word), 0, -1):
            if word[:end] in vocabulary:
                break
        else:
            return [unknown]
        pieces.append(word[:end])
        word = "##" + word[end:]
    return pieces
