# expect: Given N, which D uses the rest
def best_split(A, alpha, B, beta, compute):
    N = ((alpha * A / (beta * B)) * (compute / 6) ** beta) ** (1 / (alpha + beta))
    return N, compute / 6 * N
