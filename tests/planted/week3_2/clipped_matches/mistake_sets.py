# expect: 4 different words of 4
def clipped_matches(hypothesis, reference, n):
    ours = [tuple(hypothesis[i : i + n]) for i in range(len(hypothesis) - n + 1)]
    theirs = [tuple(reference[i : i + n]) for i in range(len(reference) - n + 1)]
    return len(set(ours) & set(theirs)), len(set(ours))
