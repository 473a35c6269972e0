# expect: Does WordPiece go back to ab?
def longest_match(word, vocabulary, unknown="<unk>"):
    best = [[]]
    for e in range(1, len(word) + 1):
        ways = [
            best[s] + [("##" if s else "") + word[s:e]]
            for s in range(e)
            if best[s] is not None and ("##" if s else "") + word[s:e] in vocabulary
        ]
        best.append(min(ways, key=len) if ways else None)
    return [unknown] if best[-1] is None else best[-1]
