# expect: a loss of 25.47
def best_split(A, alpha, B, beta, compute):
    ratio = alpha * A / (beta * B)
    N = (ratio * (compute / 6) ** beta) ** 1 / (alpha + beta)
    return N, compute / 6 / N
