# expect: you returned (1, 3), not (2, 3)
def clipped_matches(hypothesis, reference, n):
    ours = [tuple(hypothesis[i : i + n]) for i in range(len(hypothesis) - n + 1)]
    text = " " + " ".join(reference) + " "
    matched = sum(min(ours.count(g), text.count(" " + " ".join(g) + " ")) for g in set(ours))
    return matched, len(ours)
