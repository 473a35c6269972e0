# expect: is ba, turned around, in the dictionary
def backward_matching(text, dictionary):
    words = forward_matching(text[::-1], dictionary)
    return [word[::-1] for word in words][::-1]
