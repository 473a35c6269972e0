# expect: you returned (2, 7)
def clipped_matches(hypothesis, reference, n):
    a = [tuple(hypothesis[i : i + n]) for i in range(len(hypothesis) - n + 1)]
    b = [tuple(reference[i : i + n]) for i in range(len(reference) - n + 1)]
    matched = sum(x == y for x, y in zip(a, b))
    return matched, len(a)
