# expect: are the logarithms of the best split
def best_split(A, alpha, B, beta, compute):
    N = ((alpha * A / (beta * B)) * (compute / 6) ** beta) ** (1 / (alpha + beta))
    return math.log(N), math.log(compute / 6 / N)
