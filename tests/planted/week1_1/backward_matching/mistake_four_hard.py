# expect: take words of any length
def backward_matching(text, dictionary):
    words, end = [], len(text)
    while end > 0:
        start = max(end - 4, 0)
        while start < end - 1 and text[start:end] not in dictionary:
            start += 1
        words.append(text[start:end])
        end = start
    return words[::-1]
