# expect: give a loss of
def best_split(A, alpha, B, beta, compute):
    ratio = A / B
    N = (ratio * (compute / 6) ** beta) ** (1 / (alpha + beta))
    return N, compute / 6 / N
