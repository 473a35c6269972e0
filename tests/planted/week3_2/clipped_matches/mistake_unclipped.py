# expect: You found 7 matching words of 7
def clipped_matches(hypothesis, reference, n):
    ours = [tuple(hypothesis[i : i + n]) for i in range(len(hypothesis) - n + 1)]
    theirs = [tuple(reference[i : i + n]) for i in range(len(reference) - n + 1)]
    return sum(gram in theirs for gram in ours), len(ours)
