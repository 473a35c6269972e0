# expect: with its words in reverse order
def backward_matching(text, dictionary):
    return forward_matching(text, dictionary)[::-1]
