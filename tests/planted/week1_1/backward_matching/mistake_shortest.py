# expect: These are single characters
def backward_matching(text, dictionary):
    words, end = [], len(text)
    while end > 0:
        start = end - 1
        while text[start:end] not in dictionary and start < end - 1:
            start -= 1
        words.append(text[start:end])
        end = start
    return words[::-1]
