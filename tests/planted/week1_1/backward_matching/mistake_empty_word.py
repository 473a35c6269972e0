# expect: Which words has an empty text
def backward_matching(text, dictionary):
    longest = max(map(len, dictionary), default=1)
    words, end = [], len(text)
    while True:
        start = max(end - longest, 0)
        while start < end - 1 and text[start:end] not in dictionary:
            start += 1
        words.append(text[start:end])
        end = start
        if end <= 0:
            return words[::-1]
