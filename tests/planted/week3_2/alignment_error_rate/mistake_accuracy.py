# expect: the share that is right
def alignment_error_rate(links, sure, possible):
    A, S, P = set(links), set(sure), set(possible) | set(sure)
    return (len(A & S) + len(A & P)) / (len(A) + len(S))
