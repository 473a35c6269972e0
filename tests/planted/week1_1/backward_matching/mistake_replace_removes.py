# expect: joined, 'abx' instead of 'xabx'
def backward_matching(text, dictionary):
    words = []
    while text:
        fits = [w for w in dictionary if w and text.endswith(w)]
        w = max(fits, key=len) if fits else text[-1]
        words.append(w)
        text = text.replace(w, "")
    return words[::-1]
