# expect: Your function returned a number
def best_split(A, alpha, B, beta, compute):
    ratio = alpha * A / (beta * B)
    N = (ratio * (compute / 6) ** beta) ** (1 / (alpha + beta))
    return N
