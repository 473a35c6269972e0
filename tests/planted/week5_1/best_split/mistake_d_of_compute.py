# expect: which D uses the rest of the budget up
def best_split(A, alpha, B, beta, compute):
    ratio = alpha * A / (beta * B)
    N = (ratio * (compute / 6) ** beta) ** (1 / (alpha + beta))
    return N, compute / N**2
