# expect: At which end of the text does your first word stand
def backward_matching(text, dictionary):
    if not text:
        return []
    for w in sorted(dictionary, key=len, reverse=True):
        i = text.rfind(w)
        if i >= 0:
            return (
                backward_matching(text[:i], dictionary)
                + [w]
                + backward_matching(text[i + len(w) :], dictionary)
            )
    return list(text)
