# expect: six times too many
def best_split(A, alpha, B, beta, compute):
    ratio = alpha * A / (beta * B)
    N = (ratio * compute**beta) ** (1 / (alpha + beta))
    return N, compute / N
