# expect: joined, 'ab' instead of 'abab'
def backward_matching(text, dictionary):
    words = []
    while text:
        fits = [w for w in dictionary if w and text.endswith(w)]
        w = max(fits, key=len) if fits else text[-1]
        words.append(w)
        text = text.rstrip(w)
    return words[::-1]
