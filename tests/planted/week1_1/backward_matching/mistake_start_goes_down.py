# expect: although bcdef is none
def backward_matching(text, dictionary):
    words, end = [], len(text)
    while end > 0:
        start = end - 1
        while start > 0 and text[start - 1 : end] in dictionary:
            start -= 1
        words.append(text[start:end])
        end = start
    return words[::-1]
