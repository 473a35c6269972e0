# expect: the last one comes first
def backward_matching(text, dictionary):
    words, end = [], len(text)
    while end > 0:
        for start in range(end):
            if text[start:end] in dictionary or start == end - 1:
                words.append(text[start:end])
                end = start
                break
    return words
