# expect: For n = 2 you returned (8, 13)
from collections import Counter


def clipped_matches(hypothesis, reference, n):
    matches = total = 0
    for k in range(1, n + 1):
        ours = Counter(zip(*[hypothesis[i:] for i in range(k)]))
        theirs = Counter(zip(*[reference[i:] for i in range(k)]))
        matches += sum((ours & theirs).values())
        total += sum(ours.values())
    return matches, total
