def backward_matching(text, dictionary):
    mirrored = forward_matching(text[::-1], {word[::-1] for word in dictionary})
    return [word[::-1] for word in reversed(mirrored)]
