# expect: That is forward matching
def backward_matching(text, dictionary):
    return forward_matching(text, dictionary)
