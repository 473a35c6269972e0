# expect: Where does your first candidate begin?
def backward_matching(text, dictionary):
    longest = max(map(len, dictionary), default=1)
    words = []
    end = len(text)
    while end > 0:
        start = end - longest
        while start < end - 1 and text[start:end] not in dictionary:
            start += 1
        words.append(text[max(start, 0) : end])
        end = start
    return words[::-1]
