# expect: changed its input reference
from collections import Counter


def clipped_matches(hypothesis, reference, n):
    ours = [tuple(hypothesis[i : i + n]) for i in range(len(hypothesis) - n + 1)]
    if n == 1:
        matched = 0
        for word in hypothesis:
            if word in reference:
                reference.remove(word)
                matched += 1
        return matched, len(ours)
    left = [tuple(reference[i : i + n]) for i in range(len(reference) - n + 1)]
    return (Counter(ours) & Counter(left)).total(), len(ours)
