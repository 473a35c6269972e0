# expect: Do you count words, or look for long ones
def backward_matching(text, dictionary):
    dictionary = " ".join(dictionary)
    w = []
    end = len(text)
    while end > 0:
        s = next((s for s in range(end) if text[s:end] in dictionary), end - 1)
        w.append(text[s:end])
        end = s
    return w[::-1]
