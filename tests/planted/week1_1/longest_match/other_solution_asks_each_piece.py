def longest_match(word, vocabulary, unknown="<unk>"):
    out = []
    rest = word
    while rest:
        mark = "##" if out else ""
        fits = [
            v
            for v in vocabulary
            if v and v.startswith(mark) and rest.startswith(v[len(mark) :]) and len(v) > len(mark)
        ]
        if not fits:
            return [unknown]
        best = max(fits, key=len)
        out.append(best)
        rest = rest[len(best) - len(mark) :]
    return out
