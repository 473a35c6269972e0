# expect: you returned 28.57 instead of
def alignment_error_rate(links, sure, possible):
    A, S, P = set(links), set(sure), set(possible) | set(sure)
    return 100 * (1 - (len(A & S) + len(A & P)) / (len(A) + len(S)))
