# expect: sure links were not counted as possible
def alignment_error_rate(links, sure, possible):
    A, S, P = set(links), set(sure), set(possible)
    return 1 - (len(A & S) + len(A & P)) / (len(A) + len(S))
