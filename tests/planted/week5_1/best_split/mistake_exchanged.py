# expect: the two have changed places
def best_split(A, alpha, B, beta, compute):
    ratio = alpha * A / (beta * B)
    N = (ratio * (compute / 6) ** beta) ** (1 / (alpha + beta))
    return compute / 6 / N, N
