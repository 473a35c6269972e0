# expect: share of your links that are allowed
def alignment_error_rate(links, sure, possible):
    A, S, P = set(links), set(sure), set(possible) | set(sure)
    return 1 - len(A & P) / len(A)
