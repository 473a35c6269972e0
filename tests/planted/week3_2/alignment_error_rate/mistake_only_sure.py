# expect: intersections are with the sure links
def alignment_error_rate(links, sure, possible):
    A, S, P = set(links), set(sure), set(possible) | set(sure)
    return 1 - 2 * len(A & S) / (len(A) + len(S))
