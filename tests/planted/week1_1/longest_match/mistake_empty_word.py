# expect: Which pieces has an empty word
def longest_match(word, vocabulary, unknown="<unk>"):
    pieces, start = [], 0
    while start < len(word):
        mark = "##" if start else ""
        ends = [e for e in range(start + 1, len(word) + 1) if mark + word[start:e] in vocabulary]
        if not ends:
            return [unknown]
        pieces.append(mark + word[start : ends[-1]])
        start = ends[-1]
    return pieces or [unknown]
