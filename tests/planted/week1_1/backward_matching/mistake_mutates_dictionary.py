# expect: Your function changed its input dictionary
def backward_matching(text, dictionary):
    dictionary |= set(text)
    longest = max(map(len, dictionary), default=1)
    words, end = [], len(text)
    while end > 0:
        start = max(end - longest, 0)
        while text[start:end] not in dictionary:
            start += 1
        words.append(text[start:end])
        end = start
    return words[::-1]
