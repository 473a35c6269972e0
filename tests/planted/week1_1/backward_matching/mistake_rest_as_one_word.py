# expect: when even one character is no word
def backward_matching(text, dictionary):
    words, end = [], len(text)
    while end > 0:
        starts = [start for start in range(end) if text[start:end] in dictionary]
        start = starts[0] if starts else 0
        words.append(text[start:end])
        end = start
    return words[::-1]
