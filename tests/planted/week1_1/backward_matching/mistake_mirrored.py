# expect: each word is mirrored
def backward_matching(text, dictionary):
    mirrored = forward_matching(text[::-1], {word[::-1] for word in dictionary})
    return mirrored[::-1]
