# expect: Does WordPiece go back to ab
def longest_match(word, vocabulary, unknown="<unk>"):
    def cut(rest, mark):
        if not rest:
            return []
        for end in range(len(rest), 0, -1):
            if mark + rest[:end] in vocabulary:
                later = cut(rest[end:], "##")
                if later is not None:
                    return [mark + rest[:end], *later]
        return None

    pieces = cut(word, "")
    return [unknown] if pieces is None else pieces
