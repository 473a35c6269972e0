# expect: Is that so with yours (
def best_split(A, alpha, B, beta, compute):
    ratio = beta * B / (alpha * A)
    N = (ratio * (compute / 6) ** beta) ** (1 / (alpha + beta))
    return N, compute / 6 / N
