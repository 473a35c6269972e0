# expect: with N a tenth
def best_split(A, alpha, B, beta, compute):
    ratio = alpha * A / (beta * B)
    N = (ratio * (compute / 6) ** alpha) ** (1 / (alpha + beta))
    return N, compute / 6 / N
