def longest_match(word, vocabulary, unknown="<unk>"):
    def cut(rest, mark):
        if not rest:
            return []
        fits = [end for end in range(1, len(rest) + 1) if mark + rest[:end] in vocabulary]
        if not fits:
            return None
        later = cut(rest[fits[-1] :], "##")
        return None if later is None else [mark + rest[: fits[-1]], *later]

    pieces = cut(word, "")
    return [unknown] if pieces is None else pieces
