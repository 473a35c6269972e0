# expect: (1.9 and 1.78)
def best_split(A, alpha, B, beta, compute):
    N = alpha * A / (beta * B) * (compute / 6) ** (beta / (alpha + beta))
    return N, compute / 6 / N
