# expect: Is the one that you take the longest
def backward_matching(text, dictionary):
    words, end = [], len(text)
    while end > 0:
        start = end - 1
        while start > 0 and text[start:end] not in dictionary:
            start -= 1
        if text[start:end] not in dictionary:
            start = end - 1
        words.append(text[start:end])
        end = start
    return words[::-1]
