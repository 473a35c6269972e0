# expect: Does the first one reach to the last character
def backward_matching(text, dictionary):
    longest = max(map(len, dictionary), default=1)
    words, end = [], len(text) - 1
    while end > 0:
        start = max(end - longest, 0)
        while start < end - 1 and text[start:end] not in dictionary:
            start += 1
        words.append(text[start:end])
        end = start
    return words[::-1]
