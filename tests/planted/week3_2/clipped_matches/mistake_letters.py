# expect: inside another word
def clipped_matches(hypothesis, reference, n):
    text = " ".join(reference)
    written = [" ".join(hypothesis[i : i + n]) for i in range(len(hypothesis) - n + 1)]
    return sum(min(written.count(g), text.count(g)) for g in set(written)), len(written)
