# expect: Your code stopped with ValueError: max()
def backward_matching(text, dictionary):
    longest = max(len(word) for word in dictionary)
    words, end = [], len(text)
    while end > 0:
        start = max(end - longest, 0)
        while start < end - 1 and text[start:end] not in dictionary:
            start += 1
        words.append(text[start:end])
        end = start
    return words[::-1]
