def backward_matching(text, dictionary):
    if not text:
        return []
    fits = [w for w in dictionary if text.endswith(w)]
    w = max(fits, key=len, default=text[-1])
    return [*backward_matching(text[: -len(w)], dictionary), w]
