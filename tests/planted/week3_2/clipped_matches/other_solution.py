def clipped_matches(hypothesis, reference, n):
    ours = [tuple(hypothesis[i : i + n]) for i in range(len(hypothesis) - n + 1)]
    left = [tuple(reference[i : i + n]) for i in range(len(reference) - n + 1)]
    matched = 0
    for gram in ours:
        if gram in left:
            left.remove(gram)
            matched += 1
    return matched, len(ours)
