# expect: at which side do you make it shorter?
def backward_matching(text, dictionary):
    longest = max(map(len, dictionary), default=1)
    words, end = [], len(text)
    while end > 0:
        start = max(end - longest, 0)
        stop = end
        while stop > start + 1 and text[start:stop] not in dictionary:
            stop -= 1
        words.append(text[start:stop])
        end = start
    return words[::-1]
