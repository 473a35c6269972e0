# expect: (2.13 and 1.62)
def best_split(A, alpha, B, beta, compute):
    N = (compute / 120) ** 0.5
    return N, 20 * N
