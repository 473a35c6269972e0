# expect: the denominator counts possible links
def alignment_error_rate(links, sure, possible):
    A, S, P = set(links), set(sure), set(possible) | set(sure)
    return 1 - (len(A & S) + len(A & P)) / (len(A) + len(P))
