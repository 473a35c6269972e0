# expect: instead of 'xabx'
def backward_matching(text, dictionary):
    words, end = [], len(text)
    while end > 0:
        for start in range(end):
            if text[start:end] in dictionary:
                words.append(text[start:end])
                end = start
                break
        else:
            end -= 1
    return words[::-1]
