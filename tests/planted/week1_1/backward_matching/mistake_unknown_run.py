# expect: Does each of them stand alone
def backward_matching(text, dictionary):
    longest = max(map(len, dictionary), default=1)
    words, end, unknown = [], len(text), ""
    while end > 0:
        for start in range(max(end - longest, 0), end):
            if text[start:end] in dictionary:
                if unknown:
                    words.insert(0, unknown)
                    unknown = ""
                words.insert(0, text[start:end])
                end = start
                break
        else:
            unknown = text[end - 1] + unknown
            end -= 1
    return [unknown] * bool(unknown) + words
